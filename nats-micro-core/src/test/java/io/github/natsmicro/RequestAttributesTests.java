// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is remembered of a request on its way from interceptor to handler to listener. */
class RequestAttributesTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final List<Map<Object, Object>> closed = new CopyOnWriteArrayList<>();

    private final ServiceListener remembering = new ServiceListener() {
        @Override
        public void requestClosed(Request request, Outcome outcome, Duration time) {
            closed.add(Map.copyOf(request.attributes()));
        }
    };

    /** An interceptor may hand on another request. */
    private static final class Other extends ForwardingRequest {

        private Other(Request request) {
            super(request);
        }
    }

    @Test
    void whatAnInterceptorRemembersIsThereForTheHandlerAndForListeners() {
        bench.start(bench.service("remembering")
                .addInterceptor((request, next) -> {
                    request.attributes().put("user", "someone");
                    return next.handle(new Other(request));
                })
                .addListener(remembering)
                .addEndpoint("work", request -> {
                    request.attributes().put("handled", true);
                    request.respond(Objects.toString(request.attributes().get("user")));
                }));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("someone");

        await().atMost(Bench.PATIENCE).until(() -> closed.size() == 1);
        assertThat(closed.get(0)).containsOnly(Map.entry("user", "someone"), Map.entry("handled", true));
    }

    @Test
    void eachRequestHasItsOwn() {
        bench.start(bench.service("remembering").addEndpoint("work", request -> {
            request.respond(Objects.toString(request.attributes().put("seen", true)));
        }));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("null");
        assertThat(Replies.text(bench.call("work"))).isEqualTo("null");
    }

    @Test
    void anEndpointTellsItsServiceAndHowManyWait() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("waiting")
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(1), bench.stuck(entered)));
        Endpoint endpoint = service.endpoints().get(0);
        assertThat(endpoint.serviceName()).isEqualTo("waiting");
        assertThat(endpoint.serviceId()).isEqualTo(service.id());

        List<Subscription> replies = List.of(bench.send("work", "1"), bench.send("work", "2"), bench.send("work", "3"));

        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 3);
        assertThat(endpoint.waiting()).isEqualTo(2);

        bench.release();
        replies.forEach(Bench::next);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertThat(endpoint.waiting()).isZero();
    }
}
