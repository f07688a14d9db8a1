// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.client.RequestMany;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Message;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** With {@code @Valid} on the method, each element that its stream or publisher delivers is checked. */
class ElementValidationTests {

    private static NatsContext nats;

    record Price(@Max(100) int amount) {}

    @NatsGroup("element")
    static class Endpoints {

        @NatsEndpoint
        @Valid
        Mono<Price> mono(int amount) {
            return Mono.just(new Price(amount));
        }

        @NatsEndpoint(streaming = "true")
        @Valid
        Flux<Price> flux(int amount) {
            return Flux.just(new Price(1), new Price(amount));
        }

        @NatsEndpoint(streaming = "true")
        @Valid
        Stream<Price> stream(int amount) {
            return Stream.of(new Price(1), new Price(amount));
        }

        @NatsEndpoint(streaming = "true")
        @Valid
        Iterator<Price> iterator(int amount) {
            return List.of(new Price(1), new Price(amount)).iterator();
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(ValidatorConfiguration.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void theValueOfAMono() {
        assertThat(nats.reply("element.mono", "3")).isEqualTo("{\"amount\":3}");
        assertThat(NatsContext.error(nats.request("element.mono", "101"))).isEqualTo("500:Internal Server Error");
    }

    private static List<String> answers(String subject, String payload) {
        return RequestMany.on(nats.client())
                .stall(Duration.ofSeconds(5))
                .maxMessages(payload.equals("3") ? 3 : 2)
                .request(subject, payload.getBytes(StandardCharsets.UTF_8))
                .stream()
                .map(ElementValidationTests::brief)
                .toList();
    }

    private static String brief(Message message) {
        String error = NatsContext.error(message);
        return error.isEmpty() ? NatsContext.text(message) : error;
    }

    @ParameterizedTest
    @ValueSource(strings = {"element.flux", "element.stream", "element.iterator"})
    void eachElementOfAStream(String subject) {
        assertThat(answers(subject, "3")).containsExactly("{\"amount\":1}", "{\"amount\":3}", "");
        assertThat(answers(subject, "101")).containsExactly("{\"amount\":1}", "500:Internal Server Error");
    }

    static class OnTheElement {

        @NatsEndpoint(streaming = "true")
        Flux<@Valid Price> flux() {
            return Flux.empty();
        }
    }

    @Test
    void whereNobodyWouldLookForItItStopsTheStart() {
        InvalidDefinitionException failure = NatsContext.failure(ValidatorConfiguration.class, OnTheElement.class);
        assertThat(failure.description()).startsWith("The constraints in " + OnTheElement.class.getName());
        assertThat(failure.action())
                .isEqualTo(
                        "Correct them. For what comes later, in a stream, or in a Reply, put @Valid on the method itself.");
    }
}
