// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.EndpointOptions;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** What the log is told of a request while it is handled. */
class LoggingContextTests {

    @RegisterExtension
    static final Observed observed = new Observed();

    private final List<@Nullable Map<String, String>> seen = new CopyOnWriteArrayList<>();

    private static Message call() throws InterruptedException {
        return Objects.requireNonNull(observed.caller().request("work", new byte[0], Duration.ofSeconds(10)));
    }

    private void note() {
        seen.add(Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()));
    }

    @Test
    void theHandlersThreadKnowsServiceEndpointAndRequestAndForgetsThem() throws InterruptedException {
        observed.start(observed.service("logged")
                .addInterceptor((request, next) -> {
                    MDC.put("nats.service", "outer");
                    try {
                        return next.handle(request);
                    } finally {
                        note();
                        MDC.remove("nats.service");
                    }
                })
                .addInterceptor(new LoggingContextInterceptor())
                .addEndpoint(
                        "work",
                        // On one thread, which ends a request before it begins the next.
                        EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING),
                        request -> {
                            note();
                            request.respond(MDC.get("nats.request"));
                        }));

        String first = new String(call().getData(), StandardCharsets.UTF_8);
        String second = new String(call().getData(), StandardCharsets.UTF_8);

        Observed.soon().until(() -> seen.size() == 4);
        assertThat(first).isNotEmpty().isNotEqualTo(second);
        assertThat(seen)
                .containsExactly(
                        Map.of("nats.service", "logged", "nats.endpoint", "work", "nats.request", first),
                        Map.of("nats.service", "outer"),
                        Map.of("nats.service", "logged", "nats.endpoint", "work", "nats.request", second),
                        Map.of("nats.service", "outer"));
    }
}
