// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.TroubleListener;
import io.github.natsmicro.wire.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server refuses a service and what is lost, attributed to the endpoint that it concerns, reported, and followed
 * by what the policy says.
 */
final class Trouble implements TroubleListener {

    private static final Logger logger = LoggerFactory.getLogger(Trouble.class);

    private final MicroService service;
    private final ServiceContext context;
    private final ServiceState state;
    private final Delivery delivery;

    Trouble(MicroService service, ServiceContext context, ServiceState state, Delivery delivery) {
        this.service = service;
        this.context = context;
        this.state = state;
        this.delivery = delivery;
    }

    /** Also a connection that does not tell what it is refused knows the last of it. */
    void checkRefused(Endpoint endpoint) {
        delivery.refusal(endpoint).ifPresent(reason -> endpointFailed(endpoint, reason));
    }

    /** A connection that does not tell what it is refused is asked whether the service can be found on it. */
    void checkReachable(Duration timeout) {
        if (context.transport().hearsTrouble()) {
            return;
        }
        String subject = Verb.PING.subject(context.config().apiPrefix(), service.name(), service.id());
        switch (context.transport().probe(subject, timeout)) {
            case ANSWERED -> {}
            case NOBODY_LISTENS -> discoveryFailed(subject, "nobody listens on it, though it has been subscribed to");
            case SILENT ->
                logger.info(
                        "Whether the service \"{}\" can be discovered is not known: a request to \"{}\" was not answered within {} ms.",
                        service.name(),
                        subject,
                        timeout.toMillis());
        }
    }

    @Override
    public void subscriptionRefused(String subject, @Nullable String queueGroup, String reason) {
        List<Endpoint> subscribed = service.allEndpoints().stream()
                .filter(endpoint -> endpoint.subject().equals(subject) && delivery.has(endpoint))
                .toList();
        List<Endpoint> concerned = subscribed.stream()
                .filter(endpoint -> Objects.equals(endpoint.queueGroup(), queueGroup))
                .toList();
        if (concerned.isEmpty() && queueGroup == null) {
            // Older servers do not name the queue group.
            concerned = subscribed;
        }
        concerned.forEach(endpoint -> endpointFailed(endpoint, reason));
        if (isControlSubject(subject)) {
            discoveryFailed(subject, reason);
        }
    }

    private boolean isControlSubject(String subject) {
        return Arrays.stream(Verb.values())
                .anyMatch(verb -> verb.subjects(context.config().apiPrefix(), service.name(), service.id())
                        .contains(subject));
    }

    /** The server has refused the subscription of an endpoint. */
    void endpointFailed(Endpoint endpoint, String reason) {
        if (endpoint.fail(reason)) {
            logger.error(
                    "The endpoint \"{}\" of the service \"{}\" can not be reached: the server refused its subscription to \"{}\". {}",
                    endpoint.name(),
                    service.name(),
                    endpoint.subject(),
                    reason);
            context.listeners().tell(listener -> listener.endpointFailed(endpoint, reason));
        }
        // Also by whoever comes second: a start that finds the endpoint failed must not return before the first gets
        // here.
        applyPolicy("The server refused the subscription of the endpoint \"%s\" to \"%s\" (%s)."
                .formatted(endpoint.name(), endpoint.subject(), reason));
    }

    private void discoveryFailed(String subject, String reason) {
        if (state.isOver()) {
            return;
        }
        logger.error("The service \"{}\" can not be discovered on \"{}\". {}", service.name(), subject, reason);
        context.listeners().tell(listener -> listener.discoveryFailed(service, subject, reason));
        applyPolicy("The service can not be discovered on \"%s\" (%s).".formatted(subject, reason));
    }

    private void applyPolicy(String sentence) {
        if (context.config().failurePolicy() == FailurePolicy.STOP) {
            CompletableFuture<Void> unused = service.stop(new ServiceFailedException(sentence));
        }
    }

    @Override
    public void connectionRenewed() {
        service.allEndpoints().forEach(endpoint -> endpoint.setFailure(null));
    }

    @Override
    public void messagesDropped(SubscriptionSet set) {
        if (delivery.has(set)) {
            long lost = delivery.dropped();
            logger.error(
                    "The service \"{}\" has lost {} requests, because a delivering thread was held up. A handler that blocks though it was declared not to may be why.",
                    service.name(),
                    lost);
            context.listeners().tell(listener -> listener.requestsLost(service, lost));
        }
    }
}
