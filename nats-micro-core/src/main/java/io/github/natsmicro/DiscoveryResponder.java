// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.DocumentWriter;
import io.github.natsmicro.wire.Verb;
import io.nats.client.Message;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the control subjects of a service. It does so on the delivering thread of a subscription set of its own, so
 * that no handler can delay it.
 */
final class DiscoveryResponder {

    private static final Logger logger = LoggerFactory.getLogger(DiscoveryResponder.class);

    private final MicroService service;
    private final Transport transport;
    private final DocumentWriter writer = new DocumentWriter();

    DiscoveryResponder(MicroService service, Transport transport) {
        this.service = service;
        this.transport = transport;
    }

    void subscribe(SubscriptionSet subscriptions, String prefix) {
        for (Verb verb : Verb.values()) {
            for (String subject : verb.subjects(prefix, service.name(), service.id())) {
                subscriptions.subscribe(subject, null, message -> answer(verb, message));
            }
        }
    }

    private void answer(Verb verb, Message message) {
        String replyTo = message.getReplyTo();
        if (replyTo == null) {
            return;
        }
        switch (verb) {
            case PING -> reply(replyTo, verb, service.ping());
            case INFO -> reply(replyTo, verb, service.info());
            case STATS -> {
                CompletableFuture<Void> unused =
                        service.collectStats().thenAccept(document -> reply(replyTo, verb, document));
            }
        }
    }

    private void reply(String replyTo, Verb verb, Record document) {
        try {
            transport.publish(replyTo, null, writer.write(document));
        } catch (TransportException ex) {
            logger.warn("The service \"{}\" could not answer {}. {}", service.name(), verb, ex.getMessage());
        }
    }
}
