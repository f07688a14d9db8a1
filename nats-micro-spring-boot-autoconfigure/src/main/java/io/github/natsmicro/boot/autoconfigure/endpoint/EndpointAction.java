// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.Endpoint;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** What can be done with an endpoint of a service from outside. */
enum EndpointAction {
    PAUSE,
    RESUME,
    RESET;

    void apply(Endpoint endpoint) {
        switch (this) {
            case PAUSE -> endpoint.pause();
            case RESUME -> endpoint.resume();
            case RESET -> endpoint.reset();
        }
    }

    /** The action of a name. */
    static EndpointAction of(@Nullable String name) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(name))
                .findFirst()
                .orElseThrow(() -> refuse(name));
    }

    private static InvalidEndpointRequestException refuse(@Nullable String name) {
        String words = Arrays.stream(values())
                .map(action -> "\"" + action.word() + "\"")
                .collect(Collectors.joining(", "));
        String sentence = name == null
                ? "There is no \"action\". Send one of %s.".formatted(words)
                : "The action \"%s\" is not known. Send one of %s.".formatted(name, words);
        return new InvalidEndpointRequestException(sentence, sentence);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
