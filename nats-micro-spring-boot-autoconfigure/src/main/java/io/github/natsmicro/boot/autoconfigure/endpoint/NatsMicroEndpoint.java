// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.client.DiscoveryClient;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.wire.DocumentWriter;
import io.github.natsmicro.wire.EndpointStats;
import io.github.natsmicro.wire.StatsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The services of the application with their statistics, or those of all instances that can be found. Each element is, field
 * by field, the document that the service answers on its STATS subject. Where access is given the endpoints of the
 * application's own services can be paused, resumed and reset.
 */
@Endpoint(id = "natsmicro", defaultAccess = Access.READ_ONLY)
public final class NatsMicroEndpoint {

    private static final String FLEET = "fleet";
    private static final String LOCAL = "local";

    private final MicroServiceRegistrar registrar;
    private final @Nullable DiscoveryClient discovery;
    private final DocumentWriter writer = new DocumentWriter();

    /**
     * Creates the endpoint.
     *
     * @param registrar has the services of the application
     * @param discovery finds all instances; {@code null} if only those of the application can be asked for
     */
    public NatsMicroEndpoint(MicroServiceRegistrar registrar, @Nullable DiscoveryClient discovery) {
        this.registrar = registrar;
        this.discovery = discovery;
    }

    /**
     * All services.
     *
     * @param scope {@code fleet} for all instances that answer, {@code local} or {@code null} for those of the application
     * @return the documents
     * @throws InvalidEndpointRequestException if the scope is another
     * @throws io.github.natsmicro.client.RequestException if the fleet could not be asked
     */
    @ReadOperation
    public ServicesDescriptor services(@Nullable String scope) {
        return describe(find(scope));
    }

    /**
     * The services of a name, or the one with an id.
     *
     * @param nameOrId the name or the id
     * @param scope {@code fleet} for all instances that answer, {@code local} or {@code null} for those of the application
     * @return the documents, or {@code null} if there is no such service
     * @throws InvalidEndpointRequestException if the scope is another
     * @throws io.github.natsmicro.client.RequestException if the fleet could not be asked
     */
    @ReadOperation
    public @Nullable ServicesDescriptor service(@Selector String nameOrId, @Nullable String scope) {
        List<StatsResponse> found = find(scope)
                .filter(service ->
                        service.name().equals(nameOrId) || service.id().equals(nameOrId))
                .toList();
        return found.isEmpty() ? null : describe(found.stream());
    }

    private Stream<StatsResponse> find(@Nullable String scope) {
        if (scope == null || scope.equals(LOCAL)) {
            return this.registrar.services().stream().map(MicroService::stats);
        }
        DiscoveryClient known = this.discovery;
        if (!scope.equals(FLEET) || known == null) {
            String sentence = "The scope \"%s\" is not known. Leave it out, or ask for \"%s\"%s."
                    .formatted(scope, LOCAL, known == null ? "" : " or \"" + FLEET + "\"");
            throw new InvalidEndpointRequestException(sentence, sentence);
        }
        return fleet(known);
    }

    private Stream<StatsResponse> fleet(DiscoveryClient discovery) {
        Map<String, StatsResponse> byId = new LinkedHashMap<>();
        discovery.stats().forEach(answer -> byId.put(answer.id(), answer));
        // A connection without echo does not reach them, and their account may not let them be discovered.
        this.registrar.services().forEach(own -> byId.computeIfAbsent(own.id(), id -> own.stats()));
        return byId.values().stream();
    }

    private ServicesDescriptor describe(Stream<StatsResponse> services) {
        return new ServicesDescriptor(services.map(this.writer::toMap).toList());
    }

    /**
     * Pauses, resumes or resets an endpoint.
     *
     * @param id the id of its service
     * @param endpoint its name or, where others have the same, its place in the service, counted from 0
     * @param action {@code pause}, {@code resume} or {@code reset}
     * @return the endpoint as it is now, or {@code null} if there is no such service or endpoint
     * @throws InvalidEndpointRequestException if it is not clear which endpoint is meant, or what is to be done
     * @throws IllegalStateException if it could not be done
     */
    @WriteOperation
    public @Nullable EndpointDescriptor change(
            @Selector String id, @Selector String endpoint, @Nullable String action) {
        EndpointAction wanted = EndpointAction.of(action);
        EndpointLookup.Found found = new EndpointLookup(this.registrar.services()).find(id, endpoint);
        if (found == null) {
            return null;
        }
        wanted.apply(found.endpoint());
        return EndpointDescriptor.of(found);
    }

    /**
     * Services as the endpoint shows them.
     *
     * @param services the documents of the STATS subject
     */
    public record ServicesDescriptor(List<Map<String, Object>> services) {}

    /**
     * An endpoint of a service after it was changed.
     *
     * @param service the name of the service
     * @param id the id of the service
     * @param place which of the service's endpoints it is, counted from 0
     * @param name the endpoint's name
     * @param subject the subject it listens on
     * @param paused whether it takes no requests until it is resumed
     * @param failure what the server said when it refused the subscription; {@code null} if it did not
     * @param inFlight how many of its requests are not over
     * @param numRequests how many requests have been finished since the last reset
     * @param numErrors how many of them were errors
     */
    public record EndpointDescriptor(
            String service,
            String id,
            int place,
            String name,
            String subject,
            boolean paused,
            @Nullable String failure,
            int inFlight,
            long numRequests,
            long numErrors) {

        static EndpointDescriptor of(EndpointLookup.Found found) {
            EndpointStats stats = found.endpoint().stats();
            return new EndpointDescriptor(
                    found.service().name(),
                    found.service().id(),
                    found.place(),
                    stats.name(),
                    stats.subject(),
                    found.endpoint().isPaused(),
                    found.endpoint().failure().orElse(null),
                    found.endpoint().inFlight(),
                    stats.numRequests(),
                    stats.numErrors());
        }
    }
}
