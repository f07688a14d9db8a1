// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.Outcome;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

/**
 * Observes the requests to the endpoints of a service: each exactly once, also one that was refused and never reached an
 * interceptor. It must be both an interceptor and a listener of the service, and as a bean it is.
 *
 * <p>The observation is the current one while the handler is called, so that requests that it makes belong to it. What goes
 * on later on other threads finds it there only where the context is handed on, as by Micrometer's Context Propagation.
 */
public final class NatsServerObserver implements Interceptor, ServiceListener, Ordered {

    /** Outside of interceptors that do not say where they want to be, and inside of the logging context. */
    private static final int ORDER = HIGHEST_PRECEDENCE + 100;

    private static final NatsServerObservationConvention DEFAULT_CONVENTION =
            new DefaultNatsServerObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable NatsServerObservationConvention convention;

    /**
     * Creates an observer.
     *
     * @param registry is told what is observed
     * @param convention chooses names and keys; {@code null} for a global convention of the registry or the default
     */
    public NatsServerObserver(ObservationRegistry registry, @Nullable NatsServerObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public CompletionStage<?> intercept(Request request, AsyncHandler next) throws Exception {
        if (registry.isNoop()) {
            return next.handle(request);
        }
        ObservedRequest observed = observed(request);
        if (!observed.begin()) {
            return next.handle(request);
        }
        CompletionStage<?> stage;
        try (Observation.Scope scope = observed.openScope()) {
            stage = next.handle(request);
        } catch (Throwable ex) {
            observed.failed(ex);
            throw ex;
        }
        // The engine tells of a handler that returned null.
        return stage == null
                ? stage
                : stage.whenComplete((ignored, failure) -> {
                    if (failure != null) {
                        observed.failed(failure);
                    }
                });
    }

    @Override
    public void requestClosed(Request request, Outcome outcome, Duration time) {
        if (!registry.isNoop()) {
            observed(request).end(outcome);
        }
    }

    /** Whoever comes first makes it: the interceptor, or the end of a request that did not get there. */
    private ObservedRequest observed(Request request) {
        return (ObservedRequest) request.attributes().computeIfAbsent(this, observer -> {
            NatsServerObservationContext context = new NatsServerObservationContext(request);
            return new ObservedRequest(
                    context,
                    NatsServerObservation.REQUESTS.observation(
                            convention, DEFAULT_CONVENTION, () -> context, registry));
        });
    }
}
