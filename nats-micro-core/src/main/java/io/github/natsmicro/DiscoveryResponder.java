// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.DocumentWriter;
import io.github.natsmicro.wire.StatsResponse;
import io.github.natsmicro.wire.Verb;
import io.nats.client.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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
    private final Executor executor;
    private final Map<Object, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
    private final DocumentWriter writer = new DocumentWriter();

    DiscoveryResponder(MicroService service, Transport transport, Executor executor) {
        this.service = service;
        this.transport = transport;
        this.executor = executor;
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
            case STATS -> answerStats(replyTo);
        }
    }

    /** Completes when everything that was asked has its answer. */
    CompletableFuture<Void> allAnswered() {
        return CompletableFuture.allOf(pending.values().toArray(CompletableFuture<?>[]::new));
    }

    private void answerStats(String replyTo) {
        CompletableFuture<StatsResponse> document = service.collectStats();
        if (document.isDone()) {
            reply(replyTo, Verb.STATS, document.join());
        } else {
            // Suppliers of data are being waited for; the other verbs do not wait with them.
            CompletableFuture<Void> answer =
                    document.thenAcceptAsync(stats -> reply(replyTo, Verb.STATS, stats), executor);
            Object key = new Object();
            pending.put(key, answer);
            CompletableFuture<Void> unused = answer.whenComplete((done, failure) -> pending.remove(key));
        }
    }

    private void reply(String replyTo, Verb verb, Record document) {
        try {
            transport.publish(replyTo, null, writer.write(document));
        } catch (TransportException ex) {
            if (ex.reason() == TransportException.Reason.TOO_LARGE
                    && document instanceof StatsResponse stats
                    && stats.hasData()) {
                logger.warn(
                        "The statistics of the service \"{}\" are sent without the data of its endpoints. {}",
                        service.name(),
                        ex.getMessage());
                reply(replyTo, verb, stats.withoutData());
            } else {
                logger.warn("The service \"{}\" could not answer {}. {}", service.name(), verb, ex.getMessage());
            }
        }
    }
}
