// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.DocumentWriter;
import io.github.natsmicro.wire.Verb;
import io.nats.client.Message;
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
            subscriptions.subscribe(verb.subject(prefix, null, null), null, message -> answer(verb, message));
            subscriptions.subscribe(verb.subject(prefix, service.name(), null), null, message -> answer(verb, message));
            subscriptions.subscribe(
                    verb.subject(prefix, service.name(), service.id()), null, message -> answer(verb, message));
        }
    }

    private void answer(Verb verb, Message message) {
        String replyTo = message.getReplyTo();
        if (replyTo == null) {
            return;
        }
        Record document = switch (verb) {
            case PING -> service.ping();
            case INFO -> service.info();
            case STATS -> service.stats();
        };
        try {
            transport.publish(replyTo, null, writer.write(document));
        } catch (TransportException ex) {
            logger.warn("The service \"{}\" could not answer {}.", service.name(), verb, ex);
        }
    }
}
