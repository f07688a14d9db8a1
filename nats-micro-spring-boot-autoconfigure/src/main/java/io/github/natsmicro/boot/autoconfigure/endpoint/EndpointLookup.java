// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Finds the one endpoint that is to be changed. A service is found by its id alone: which instance has a name depends on
 * who is asked.
 *
 * @param services the services of the application
 */
record EndpointLookup(List<MicroService> services) {

    /** An endpoint, and which of those of its service it is, counted from 0. */
    record Found(MicroService service, int place, Endpoint endpoint) {}

    @Nullable
    Found find(String id, String endpoint) {
        for (MicroService service : services) {
            if (service.id().equals(id)) {
                return find(service, endpoint);
            }
        }
        List<String> ids = services.stream()
                .filter(service -> service.name().equals(id))
                .map(MicroService::id)
                .toList();
        if (!ids.isEmpty()) {
            throw refused("\"%s\" is the name of a service. Say by its id which instance is meant; here it is %s."
                    .formatted(id, String.join(" or ", ids)));
        }
        return null;
    }

    private static @Nullable Found find(MicroService service, String nameOrPlace) {
        List<Endpoint> endpoints = service.endpoints();
        List<Integer> named = IntStream.range(0, endpoints.size())
                .filter(place -> endpoints.get(place).name().equals(nameOrPlace))
                .boxed()
                .toList();
        if (named.size() > 1) {
            throw refused(
                    "The service \"%s\" has %d endpoints with the name \"%s\". Say by its place which one is meant: %s."
                            .formatted(
                                    service.name(),
                                    named.size(),
                                    nameOrPlace,
                                    named.stream()
                                            .map(place -> "%d for \"%s\""
                                                    .formatted(
                                                            place,
                                                            endpoints.get(place).subject()))
                                            .collect(Collectors.joining(", "))));
        }
        if (named.size() == 1) {
            return new Found(service, named.get(0), endpoints.get(named.get(0)));
        }
        int place = place(nameOrPlace);
        return place >= 0 && place < endpoints.size() ? new Found(service, place, endpoints.get(place)) : null;
    }

    /** The number, or -1 if it is none. */
    private static int place(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException ex) {
            return -1;
        }
    }

    private static InvalidEndpointRequestException refused(String sentence) {
        return new InvalidEndpointRequestException(sentence, sentence);
    }
}
