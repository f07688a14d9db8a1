// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.Endpoint;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.Request;
import io.nats.client.NUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;

/**
 * Tells the log which request it is about: puts the names of the service and the endpoint, and an id that each request gets
 * of its own, into SLF4J's {@link MDC} while the handler is called, and afterwards restores what was there.
 */
public final class LoggingContextInterceptor implements Interceptor, Ordered {

    /** The key of the service's name. */
    public static final String SERVICE = "nats.service";

    /** The key of the endpoint's name. */
    public static final String ENDPOINT = "nats.endpoint";

    /** The key of the request's id. */
    public static final String REQUEST = "nats.request";

    /** Creates the interceptor. */
    public LoggingContextInterceptor() {}

    /** Outside of the others, so that what they log is known, too. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public CompletionStage<?> intercept(Request request, AsyncHandler next) throws Exception {
        Endpoint endpoint = request.endpoint();
        String service = put(SERVICE, endpoint.serviceName());
        String name = put(ENDPOINT, endpoint.name());
        String id = put(REQUEST, NUID.nextGlobalSequence());
        try {
            return next.handle(request);
        } finally {
            restore(SERVICE, service);
            restore(ENDPOINT, name);
            restore(REQUEST, id);
        }
    }

    private static @Nullable String put(String key, String value) {
        String before = MDC.get(key);
        MDC.put(key, value);
        return before;
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }
}
