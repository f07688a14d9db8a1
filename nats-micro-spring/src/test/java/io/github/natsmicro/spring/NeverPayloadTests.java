// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Connection;
import java.io.InputStream;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpEntity;
import org.springframework.http.RequestEntity;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Parameters of types that can not be a payload, which would be read from one without a word. */
class NeverPayloadTests {

    static class OfConnection {

        @NatsEndpoint
        void take(Connection connection) {}
    }

    static class OfService {

        @NatsEndpoint
        void take(MicroService service) {}
    }

    static class OfContext {

        @NatsEndpoint
        void take(ApplicationContext context) {}
    }

    static class OfEntity {

        @NatsEndpoint
        void take(HttpEntity<String> entity) {}
    }

    static class OfRequestEntity {

        @NatsEndpoint
        void take(RequestEntity<String> entity) {}
    }

    static class OfPrincipal {

        @NatsEndpoint
        void take(Principal principal) {}
    }

    static class OfOptional {

        @NatsEndpoint
        void take(Optional<Principal> principal) {}
    }

    static class OfPayload {

        @NatsEndpoint
        void take(@Payload InputStream stream) {}
    }

    static List<Arguments> never() {
        return List.of(
                Arguments.of(
                        OfConnection.class, "connection", Connection.class, "the constructor of the bean to have it"),
                Arguments.of(OfService.class, "service", MicroService.class, "the constructor of the bean to have it"),
                Arguments.of(
                        OfContext.class, "context", ApplicationContext.class, "the constructor of the bean to have it"),
                Arguments.of(OfEntity.class, "entity", HttpEntity.class, "a Message<?>, or the payload and @Headers"),
                Arguments.of(
                        OfRequestEntity.class,
                        "entity",
                        RequestEntity.class,
                        "a Message<?>, or the payload and @Headers"),
                Arguments.of(
                        OfPrincipal.class,
                        "principal",
                        Principal.class,
                        "a HandlerMethodArgumentResolver bean that resolves it"),
                Arguments.of(
                        OfOptional.class,
                        "principal",
                        Principal.class,
                        "a HandlerMethodArgumentResolver bean that resolves it"),
                Arguments.of(OfPayload.class, "stream", InputStream.class, "a byte[]"));
    }

    @ParameterizedTest
    @MethodSource("never")
    void stopTheStart(Class<?> component, String parameter, Class<?> type, String instead) {
        InvalidDefinitionException failure = NatsContext.failure(component);

        assertThat(failure.description())
                .startsWith("The parameter \"%s\" of the endpoint method %s.take("
                        .formatted(parameter, component.getName()))
                .endsWith(" is a %s, which no payload is read as.".formatted(type.getName()));
        assertThat(failure.action()).isEqualTo("Use %s.", instead);
    }

    static class Principals implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Principal.class;
        }

        @Override
        public Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return (Principal) () -> "somebody";
        }
    }

    static class Resolved {

        @NatsEndpoint
        String who(Principal principal) {
            return principal.getName();
        }
    }

    @Test
    void mayBeResolvedByTheApplication() {
        try (NatsContext nats = NatsContext.start(Resolved.class, Principals.class)) {
            assertThat(nats.reply("who", "")).isEqualTo("somebody");
        }
    }
}
