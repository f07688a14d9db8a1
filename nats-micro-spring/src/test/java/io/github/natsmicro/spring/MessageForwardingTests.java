// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.support.MessageBuilder;

/** Messages of spring-messaging that an endpoint hands on as they are: back to the caller, or to another service. */
class MessageForwardingTests {

    private static NatsContext nats;

    interface Back {

        @NatsEndpoint
        Message<String> back(Message<String> message);
    }

    static class Endpoints {

        private final Back back;

        Endpoints(Connection connection, PayloadCodecs codecs) {
            this.back = NatsClientProxyFactory.create(NatsTemplate.create(connection, codecs))
                    .createClient(Back.class);
        }

        @NatsEndpoint("front.{id}")
        Message<String> front(@DestinationVariable String id, Message<String> message) {
            return back.back(message);
        }

        @NatsEndpoint("typed")
        Message<String> typed(String text) {
            return back.back(MessageBuilder.withPayload(text)
                    .setHeader(MessageHeaders.CONTENT_TYPE, "text/plain")
                    .setReplyChannelName("replies")
                    .build());
        }
    }

    static class BackEndpoint implements Back {

        @Override
        public Message<String> back(Message<String> message) {
            return MessageBuilder.fromMessage(message).build();
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class, BackEndpoint.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void aMessageIsHandedOnToAnotherService() {
        var reply = nats.request("front.7", new Headers().put("Trace", "1", "2"), "text");
        assertThat(NatsContext.error(reply)).isEmpty();
        assertThat(NatsContext.text(reply)).isEqualTo("text");
        assertThat(reply.getHeaders().get("Trace")).containsExactly("1", "2");
    }

    @Test
    void theContentTypeOfAMessageHasTheNameThatItHasInNats() {
        var reply = nats.request("typed", "text");
        assertThat(NatsContext.header(reply, "Content-Type")).isEqualTo("text/plain");
        assertThat(reply.getHeaders().keySet()).doesNotContain("contentType", "replyChannel");
    }

    @Test
    void noCallerMakesAnErrorOfWhatIsSentBackToIt() {
        var reply = nats.request(
                "back", new Headers().put("Nats-Service-Error", "mine").put("Trace", "1"), "text");
        assertThat(NatsContext.header(reply, NatsContext.ERROR)).isEmpty();
        assertThat(NatsContext.header(reply, "Trace")).isEqualTo("1");
    }
}
