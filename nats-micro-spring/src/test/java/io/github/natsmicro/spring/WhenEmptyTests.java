// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** What is answered where there is no value, when the user says so. */
class WhenEmptyTests {

    private static NatsContext nats;

    static class Endpoints {

        @NatsEndpoint(whenEmpty = "404:No such item")
        Optional<String> optional() {
            return Optional.empty();
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        @Nullable
        String nothing() {
            return null;
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        Mono<String> mono() {
            return Mono.empty();
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        CompletionStage<Optional<String>> later() {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @NatsEndpoint(whenEmpty = "${code:410}")
        Optional<String> codeAlone() {
            return Optional.empty();
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        Optional<String> present() {
            return Optional.of("tea");
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        List<String> emptyList() {
            return List.of();
        }

        @Bean
        static NatsRouter routes() {
            return routes -> routes.endpoint(
                    "routed",
                    endpoint -> endpoint.whenEmpty(404, "No such item").handle(request -> Optional.empty()));
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"optional", "nothing", "mono", "later", "routed"})
    void noValueIsTheErrorThatWasChosen(String subject) {
        assertThat(NatsContext.error(nats.request(subject, ""))).isEqualTo("404:No such item");
    }

    @Test
    void theCodeAloneHasATextOfOurs() {
        assertThat(NatsContext.error(nats.request("codeAlone", ""))).isEqualTo("410:There is no value");
    }

    @Test
    void aValueIsNoError() {
        assertThat(nats.reply("present", "")).isEqualTo("tea");
        assertThat(nats.reply("emptyList", "")).isEqualTo("[]");
    }

    static class Unreadable {

        @NatsEndpoint(whenEmpty = "not found")
        Optional<String> get() {
            return Optional.empty();
        }
    }

    static class WithoutDescription {

        @NatsEndpoint(whenEmpty = "404: ")
        Optional<String> get() {
            return Optional.empty();
        }
    }

    static class OfVoid {

        @NatsEndpoint(whenEmpty = "404")
        void get() {}
    }

    static class OfStream {

        @NatsEndpoint(whenEmpty = "404", streaming = "true")
        Stream<String> get() {
            return Stream.empty();
        }
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of(
                        Unreadable.class,
                        "The attribute \"whenEmpty\" of the endpoint method CLASS.get() is \"not found\". It must be an error as in"
                                + " 404 or 404:No such order.",
                        "Correct the attribute \"whenEmpty\" of @NatsEndpoint."),
                Arguments.of(
                        WithoutDescription.class,
                        "The attribute \"whenEmpty\" of the endpoint method CLASS.get() is \"404:\", as \"404: \" says. It must be"
                                + " an error as in 404 or 404:No such order.",
                        "Correct the attribute \"whenEmpty\" of @NatsEndpoint."),
                Arguments.of(
                        OfVoid.class,
                        "The endpoint method CLASS.get() has the attribute \"whenEmpty\", but never replies with a value.",
                        "Leave the attribute \"whenEmpty\" of @NatsEndpoint out, or return a value."),
                Arguments.of(
                        OfStream.class,
                        "The endpoint method CLASS.get() has the attribute \"whenEmpty\", but is declared as streaming.",
                        "Leave the attribute \"whenEmpty\" of @NatsEndpoint out, or return a value."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeStopsTheStart(Class<?> component, String description, String action) {
        InvalidDefinitionException failure = NatsContext.failure(component);
        assertThat(failure.description()).isEqualTo(description.replace("CLASS", component.getName()));
        assertThat(failure.action()).isEqualTo(action);
    }
}
