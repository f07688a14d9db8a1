// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.spring.client.NatsClientInterceptor;
import io.github.natsmicro.spring.client.NatsClientRequest;
import io.github.natsmicro.spring.contract.Reply;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

/**
 * Observes the requests of a template and of declared clients, and tells the services of the trace by headers. A request
 * belongs to the observation that is current on the thread that makes it; for a stream that is pushed to a subscriber that
 * is the thread that reads it.
 */
public final class NatsClientObserver implements NatsClientInterceptor, Ordered {

    /** Outside of interceptors that do not say where they want to be. */
    private static final int ORDER = HIGHEST_PRECEDENCE + 100;

    private static final NatsClientObservationConvention DEFAULT_CONVENTION =
            new DefaultNatsClientObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable NatsClientObservationConvention convention;

    /**
     * Creates an observer.
     *
     * @param registry is told what is observed
     * @param convention chooses names and keys; {@code null} for a global convention of the registry or the default
     */
    public NatsClientObserver(ObservationRegistry registry, @Nullable NatsClientObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public CompletionStage<Reply<byte[]>> intercept(NatsClientRequest request, Next next) {
        if (registry.isNoop()) {
            return next.proceed(request);
        }
        NatsClientObservationContext context = new NatsClientObservationContext(request);
        Observation observation =
                NatsClientObservation.REQUESTS.start(convention, DEFAULT_CONVENTION, () -> context, registry);
        CompletionStage<Reply<byte[]>> stage;
        try (Observation.Scope scope = observation.openScope()) {
            stage = next.proceed(withHeaders(request, context.getCarrier()));
        } catch (RuntimeException | Error ex) {
            stop(observation, context, null, ex);
            throw ex;
        }
        return stage.whenComplete((reply, failure) -> stop(observation, context, reply, failure));
    }

    private static NatsClientRequest withHeaders(NatsClientRequest request, @Nullable Headers headers) {
        NatsClientRequest traced = request;
        if (headers != null) {
            for (String name : headers.keySet()) {
                List<String> values = headers.get(name);
                if (values != null) {
                    traced = traced.withHeader(name, values.toArray(String[]::new));
                }
            }
        }
        return traced;
    }

    private static void stop(
            Observation observation,
            NatsClientObservationContext context,
            @Nullable Reply<byte[]> reply,
            @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException) {
            context.setCancelled(true);
        } else if (cause != null) {
            observation.error(cause);
        }
        if (reply != null) {
            context.setResponse(reply);
        }
        observation.stop();
    }
}
