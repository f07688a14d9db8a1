// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Arguments of the engine, of the NATS client, and of the user's own resolvers. */
class NativeArgumentTests {

    private static NatsContext nats;

    record Tenant(String name) {}

    static class TenantResolver implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Tenant.class;
        }

        @Override
        public Object resolveArgument(MethodParameter parameter, org.springframework.messaging.Message<?> message) {
            return new Tenant(String.valueOf(message.getHeaders().get("Tenant")));
        }
    }

    static class Endpoints {

        final CompletableFuture<String> published = new CompletableFuture<>();

        @NatsEndpoint
        String engine(Request request) {
            return request.endpoint().name() + " " + request.subject() + " " + request.text();
        }

        @NatsEndpoint
        String headers(Headers headers, byte[] payload) {
            return headers.get("Tenant") + " " + payload.length;
        }

        @NatsEndpoint("message.{id}")
        String message(Message message, String payload) {
            return message.getSubject() + " " + message.getHeaders().getFirst("Tenant") + " "
                    + new String(message.getData(), java.nio.charset.StandardCharsets.UTF_8).equals(payload) + " "
                    + (message.getReplyTo() != null);
        }

        @NatsEndpoint
        void published(Message message) {
            published.complete(String.valueOf(message.getReplyTo()));
        }

        @NatsEndpoint
        String own(Tenant tenant, String payload) {
            return tenant.name() + " " + payload;
        }

        @NatsEndpoint("all.{id}.{*rest}")
        String all(
                @DestinationVariable int id,
                @DestinationVariable("rest") String tail,
                @Header("Tenant") String tenant,
                Tenant own,
                Request request,
                Headers headers,
                String payload) {
            return id + " " + tail + " " + tenant + " " + own.name() + " " + request.subject() + " " + headers.size()
                    + " " + payload;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(TenantResolver.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static String reply(String subject, String payload) {
        Message reply = nats.request(subject, new Headers().put("Tenant", "acme"), payload);
        assertThat(NatsContext.error(reply)).isEmpty();
        return NatsContext.text(reply);
    }

    @Test
    void theRequestOfTheEngine() {
        assertThat(reply("engine", "text")).isEqualTo("engine engine text");
    }

    @Test
    void theHeadersOfTheClientBesideThePayload() {
        assertThat(reply("headers", "four")).isEqualTo("[acme] 4");
    }

    @Test
    void theMessageOfTheClient() {
        assertThat(reply("message.7", "text")).isEqualTo("message.7 acme true true");
    }

    @Test
    void theMessageOfWhoOnlyPublishesHasNoReplySubject() {
        nats.client().publish("published", new byte[0]);
        assertThat(nats.context().getBean(Endpoints.class).published)
                .succeedsWithin(java.time.Duration.ofSeconds(10))
                .isEqualTo("null");
    }

    @Test
    void aResolverBeanOfTheUserComesBeforeThePayload() {
        assertThat(reply("own", "text")).isEqualTo("acme text");
    }

    @Test
    void allKindsInOneMethod() {
        assertThat(reply("all.7.a.b", "text")).isEqualTo("7 a.b acme acme all.7.a.b 1 text");
    }
}
