// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

/** A trace goes from a caller through a service to another one, as a real tracer sees it. */
class TracePropagationTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class,
                    NatsClientAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    MicrometerTracingAutoConfiguration.class,
                    BraveAutoConfiguration.class,
                    NatsLoggingContextAutoConfiguration.class,
                    NatsObservationAutoConfiguration.class))
            .withUserConfiguration(Endpoints.class)
            .withPropertyValues(
                    "nats.servers=" + NatsServer.shared().url(),
                    "spring.application.name=traced",
                    "management.tracing.sampling.probability=1.0");

    @Configuration(proxyBeanMethods = false)
    static class Endpoints {

        private final ObjectProvider<NatsTemplate> template;

        Endpoints(ObjectProvider<NatsTemplate> template) {
            this.template = template;
        }

        @NatsEndpoint("traced.front")
        String front() {
            return MDC.get("traceId") + " " + template.getObject().request("traced.back", null, String.class);
        }

        @NatsEndpoint("traced.back")
        String back(@Header("traceparent") String parent) {
            return parent;
        }

        @Bean
        Spans spans() {
            return new Spans();
        }
    }

    static final class Spans extends SpanHandler {

        private final List<MutableSpan> all = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            all.add(new MutableSpan(span));
            return true;
        }

        private MutableSpan find(String name, Span.Kind kind) {
            return all.stream()
                    .filter(span -> name.equals(span.name()) && kind == span.kind())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no span " + name + " in " + all));
        }

        private void await(int count) {
            Awaitility.await().untilAsserted(() -> assertThat(all).hasSize(count));
        }
    }

    @Test
    void eachRequestIsTheChildOfTheOneThatMadeIt() {
        runner.run(context -> {
            Spans spans = context.getBean(Spans.class);

            String reply = context.getBean(NatsTemplate.class).request("traced.front", null, String.class);

            spans.await(4);
            MutableSpan call = spans.find("traced.front", Span.Kind.CLIENT);
            MutableSpan front = spans.find("traced/front", Span.Kind.SERVER);
            MutableSpan next = spans.find("traced.back", Span.Kind.CLIENT);
            MutableSpan back = spans.find("traced/back", Span.Kind.SERVER);
            assertThat(call.parentId()).isNull();
            assertThat(front.parentId()).isEqualTo(call.id());
            assertThat(next.parentId()).isEqualTo(front.id());
            assertThat(back.parentId()).isEqualTo(next.id());
            assertThat(spans.all).extracting(MutableSpan::traceId).containsOnly(call.traceId());
            assertThat(reply).isEqualTo(call.traceId() + " 00-" + call.traceId() + "-" + next.id() + "-01");
            assertThat(back.tag("outcome")).isEqualTo("replied");
            assertThat(back.tag("service")).isEqualTo("traced");
            assertThat(back.tag("subject")).isEqualTo("traced.back");
        });
    }

    @Test
    void aCallerOfAnotherKindIsTheParentByTheHeaderOfTheW3c() {
        runner.run(context -> {
            Spans spans = context.getBean(Spans.class);

            var reply = Objects.requireNonNull(context.getBean(Connection.class)
                    .request(
                            "traced.back",
                            new Headers().put("traceparent", "00-" + TRACE + "-" + SPAN + "-01"),
                            new byte[0],
                            Duration.ofSeconds(10)));

            assertThat(new String(reply.getData(), StandardCharsets.UTF_8)).contains(SPAN);
            spans.await(1);
            MutableSpan back = spans.find("traced/back", Span.Kind.SERVER);
            assertThat(back.traceId()).isEqualTo(TRACE);
            assertThat(back.parentId()).isEqualTo(SPAN);
        });
    }
}
