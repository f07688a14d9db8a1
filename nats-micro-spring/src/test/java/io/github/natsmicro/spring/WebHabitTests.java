// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** What people bring from Spring MVC: it works where it means the same, and is refused with the way to say it where not. */
class WebHabitTests {

    static class WithPathVariable {

        @NatsEndpoint("get.{id}")
        String get(@PathVariable String id) {
            return id;
        }
    }

    static class WithRequestHeader {

        @NatsEndpoint
        String get(@RequestHeader String tenant) {
            return tenant;
        }
    }

    static class WithRequestParam {

        @NatsEndpoint
        String get(@RequestParam String query) {
            return query;
        }
    }

    static class WithResponseEntity {

        @NatsEndpoint
        ResponseEntity<String> get() {
            return ResponseEntity.ok("text");
        }
    }

    static class WithCallable {

        @NatsEndpoint
        Callable<String> get() {
            return () -> "text";
        }
    }

    static List<Arguments> misread() {
        String parameter =
                "The parameter \"%s\" of the endpoint method CLASS.get(String) has the annotation @%s, which is for HTTP"
                        + " and says nothing here.";
        String result = "The endpoint method CLASS.get() returns %s, which says nothing here.";
        return List.of(
                Arguments.of(
                        WithPathVariable.class,
                        parameter.formatted("id", "PathVariable"),
                        "Use @DestinationVariable instead."),
                Arguments.of(
                        WithRequestHeader.class,
                        parameter.formatted("tenant", "RequestHeader"),
                        "Use @Header instead."),
                Arguments.of(
                        WithRequestParam.class,
                        parameter.formatted("query", "RequestParam"),
                        "Use @Header, or a field of the payload instead."),
                Arguments.of(
                        WithResponseEntity.class,
                        result.formatted("org.springframework.http.ResponseEntity"),
                        "Return a Reply, which has headers, and a code where it is an error."),
                Arguments.of(
                        WithCallable.class,
                        result.formatted("java.util.concurrent.Callable"),
                        "Return the value itself, as the method may block, or a CompletionStage."));
    }

    @ParameterizedTest
    @MethodSource("misread")
    void whatWouldBeMisreadStopsTheStart(Class<?> component, String description, String action) {
        InvalidDefinitionException failure = NatsContext.failure(component);
        assertThat(failure.description()).isEqualTo(description.replace("CLASS", component.getName()));
        assertThat(failure.action()).isEqualTo(action);
    }

    static class ForBoth {

        @NatsEndpoint("both.{id}")
        String both(@PathVariable @DestinationVariable String id, @RequestBody String body) {
            return id + " " + body;
        }
    }

    @Test
    void aMethodMayBeForHttpToo() {
        try (NatsContext nats = NatsContext.start(ForBoth.class)) {
            assertThat(nats.reply("both.7", "text")).isEqualTo("7 text");
        }
    }
}
