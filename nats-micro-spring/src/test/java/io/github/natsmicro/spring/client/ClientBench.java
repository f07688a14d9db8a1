// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;

/** A client with its connection, and a service that stands on another one, for the tests of a class. */
final class ClientBench implements AfterAllCallback {

    static final PayloadCodecs CODECS =
            PayloadCodecs.of(new Jackson3PayloadCodec(JsonMapper.builder().build(), "the mapper of the tests"));

    private final Connection caller = NatsServer.shared().connect();
    private final Connection called = NatsServer.shared().connect();
    private final NatsServiceStub service = NatsServiceStub.on(called, CODECS);

    Connection caller() {
        return caller;
    }

    /** The connection of the service. */
    Connection called() {
        return called;
    }

    NatsTemplate template() {
        return NatsTemplate.create(caller, CODECS);
    }

    NatsTemplate.Builder builder() {
        return NatsTemplate.builder(caller, CODECS);
    }

    NatsServiceStub service() {
        return service;
    }

    /** A subject that no other test uses. */
    String subject() {
        return "test." + caller.createInbox().substring("_INBOX.".length());
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** The only request that came to a subject. */
    NatsServiceStub.Received onlyRequest(String subject) {
        soon().until(() -> !service.requests(subject).isEmpty());
        assertThat(service.requests(subject)).hasSize(1);
        return service.requests(subject).get(0);
    }

    /** Waits until nobody waits for the replies to a request any more, which the server tells by cancelling. */
    void awaitUnsubscribed(NatsServiceStub.Received request) {
        String replyTo = request.replyTo();
        assertThat(replyTo).isNotNull();
        soon().untilAsserted(() -> assertThat(called.request(replyTo, new byte[0]))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(CancellationException.class));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        service.close();
        caller.close();
        called.close();
    }
}
