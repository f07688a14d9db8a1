// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.EndpointCustomizer;
import io.github.natsmicro.spring.MicroServiceCustomizer;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.nats.client.Message;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class BehaviourBlackBoxTests {

    private static BlackBox box;

    record Item(String sku) {}

    static class Csv implements PayloadCodec {
        @Override
        public byte[] encode(@Nullable Object value) {
            return ("csv:" + (value instanceof Item item ? item.sku() : "")).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] data, Type type) {
            return new Item("from csv " + new String(data, StandardCharsets.UTF_8));
        }

        @Override
        public List<String> contentTypes() {
            return List.of("text/csv");
        }
    }

    @NatsGroup("box.behaviour")
    static class Endpoints {

        final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        final Semaphore narrow = new Semaphore(0);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @NatsEndpoint(concurrency = "ordered")
        void ordered(String text) {
            seen.add(text);
            seen.add(text);
        }

        @NatsEndpoint(timeout = "100ms")
        String slow() throws InterruptedException {
            try {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException ex) {
                interrupted.countDown();
                throw ex;
            }
            return "late";
        }

        @NatsEndpoint(timeout = "100ms")
        CompletableFuture<String> slowLater() {
            return new CompletableFuture<>();
        }

        @NatsEndpoint
        CompletableFuture<String> patient() {
            return new CompletableFuture<>();
        }

        @NatsEndpoint(maxInFlight = "1", maxWaiting = "1")
        String narrow() throws InterruptedException {
            narrow.acquire();
            return "done";
        }

        @NatsEndpoint(concurrency = "NON_BLOCKING")
        String thread() {
            return Thread.currentThread().getName();
        }

        @NatsEndpoint(instanceOnly = "true")
        String instance(Request request) {
            return request.subject();
        }

        @NatsEndpoint(autoStartup = "false")
        String dormant() {
            return "awake";
        }

        @NatsEndpoint
        Item item(Item item) {
            return item;
        }

        @NatsEndpoint(produces = "application/json")
        Item declared() {
            return new Item("a");
        }

        @NatsEndpoint(codec = "csv")
        Item byCsv(Item item) {
            return item;
        }

        @NatsEndpoint
        String echo(String text) {
            return text;
        }

        @NatsEndpoint
        String customized() {
            return "customized";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        static final List<String> TRACE = Collections.synchronizedList(new ArrayList<>());

        @Bean
        Csv csv() {
            return new Csv();
        }

        @Bean
        @Order(2)
        Interceptor inner() {
            return (request, next) -> {
                if ("traced".equals(request.header("Mode"))) {
                    TRACE.add("inner");
                }
                return next.handle(request);
            };
        }

        @Bean
        @Order(1)
        Interceptor outer() {
            return (request, next) -> {
                if ("traced".equals(request.header("Mode"))) {
                    TRACE.add("outer");
                }
                if ("refused".equals(request.header("Mode"))) {
                    throw new ServiceException(401, "Refused");
                }
                return next.handle(request);
            };
        }

        @Bean
        EndpointCustomizer renames() {
            return (endpoint, service) -> endpoint.name().equals("customized")
                    ? endpoint.withSubject("changed").withOptions(options -> options.metadata("by", service.name()))
                    : endpoint;
        }

        @Bean
        MicroServiceCustomizer adds() {
            return (builder, service) -> builder.addEndpoint("added", request -> request.respond(service.name()));
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(Endpoints.class, Beans.class);
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    private static Endpoints endpoints() {
        return box.context().getBean(Endpoints.class);
    }

    @Test
    void handlesOneAfterTheOtherInTheOrderOfTheirArrival() {
        List<CompletableFuture<Message>> replies = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            replies.add(box.later("box.behaviour.ordered", "" + i));
            expected.add("" + i);
            expected.add("" + i);
        }
        replies.forEach(BlackBox::await);
        assertThat(endpoints().seen).isEqualTo(expected);
    }

    @Test
    void answersWhenTheTimeIsUp() throws Exception {
        assertThat(box.answer("box.behaviour.slow", "")).startsWith("504:");
        assertThat(endpoints().interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(box.answer("box.behaviour.slowLater", "")).startsWith("504:");
        await().untilAsserted(() -> {
            assertThat(box.stats("slow").get("num_errors").asInt()).isEqualTo(1);
            assertThat(box.stats("slow").get("last_error").asString()).startsWith("504:");
        });
    }

    @Test
    void answersWhenTheCallersTimeIsUp() {
        assertThat(box.answer("box.behaviour.patient", "", "Request-Timeout", "50"))
                .startsWith("504:");
    }

    @Test
    void refusesWhatWouldWaitTooLong() {
        CompletableFuture<Message> first = box.later("box.behaviour.narrow", "");
        await().until(() -> box.service().endpoints().stream()
                .filter(endpoint -> endpoint.name().equals("narrow"))
                .anyMatch(endpoint -> endpoint.inFlight() == 1));
        CompletableFuture<Message> second = box.later("box.behaviour.narrow", "");
        assertThat(box.answer("box.behaviour.narrow", "")).startsWith("503:");
        endpoints().narrow.release(2);
        assertThat(BlackBox.text(BlackBox.await(first))).isEqualTo("done");
        assertThat(BlackBox.text(BlackBox.await(second))).isEqualTo("done");
        await().untilAsserted(() -> {
            assertThat(box.stats("narrow").get("num_requests").asInt()).isEqualTo(3);
            assertThat(box.stats("narrow").get("num_errors").asInt()).isEqualTo(1);
        });
    }

    @Test
    void talksToOneInstance() {
        String subject = "box.behaviour.instance." + box.service().id();
        assertThat(box.answer(subject, "")).isEqualTo(subject);
        assertThat(box.info("instance").get("queue_group").asString()).isEmpty();
    }

    @Test
    void takesRequestsWhenItIsResumed() throws Exception {
        assertThat(box.isServed("box.behaviour.dormant")).isFalse();
        Endpoint dormant = box.service().endpoints().stream()
                .filter(endpoint -> endpoint.name().equals("dormant"))
                .findFirst()
                .orElseThrow();
        assertThat(dormant.isPaused()).isTrue();
        dormant.resume();
        assertThat(box.answer("box.behaviour.dormant", "")).isEqualTo("awake");
    }

    @Test
    void choosesTheCodecByContentTypeAndAccept() {
        Message csv = box.ask("box.behaviour.item", "x", "Content-Type", "text/csv", "Accept", "text/csv");
        assertThat(BlackBox.text(csv)).isEqualTo("csv:from csv x");
        assertThat(BlackBox.header(csv, "Content-Type")).isEqualTo("text/csv");
        Message json = box.ask("box.behaviour.item", "x", "Content-Type", "text/csv", "Accept", "application/json");
        assertThat(BlackBox.text(json)).isEqualTo("{\"sku\":\"from csv x\"}");
        Message weighted =
                box.ask("box.behaviour.item", "{\"sku\":\"a\"}", "Accept", "application/json;q=0.1, text/csv;q=0.9");
        assertThat(BlackBox.text(weighted)).isEqualTo("csv:a");
        Message charset = box.ask(
                "box.behaviour.item",
                "{\"sku\":\"a\"}",
                "Content-Type",
                "Application/JSON; charset=UTF-8",
                "Accept",
                "*/*");
        assertThat(BlackBox.text(charset)).isEqualTo("{\"sku\":\"a\"}");
        Message problem = box.ask("box.behaviour.item", "{\"sku\":\"a\"}", "Content-Type", "application/vnd.x+json");
        assertThat(BlackBox.text(problem)).isEqualTo("{\"sku\":\"a\"}");
    }

    @Test
    void refusesTypesThatNoCodecKnows() {
        assertThat(box.answer("box.behaviour.item", "x", "Content-Type", "image/png"))
                .startsWith("415:");
        assertThat(box.answer("box.behaviour.item", "x", "Content-Type", "rubbish"))
                .startsWith("415:");
        assertThat(box.answer("box.behaviour.item", "{\"sku\":\"a\"}", "Accept", "image/png"))
                .startsWith("406:");
    }

    @Test
    void declaresAContentTypeOnlyWhereItIsWanted() {
        assertThat(box.ask("box.behaviour.echo", "x").hasHeaders()).isFalse();
        assertThat(BlackBox.header(box.ask("box.behaviour.declared", ""), "Content-Type"))
                .isEqualTo("application/json");
        assertThat(BlackBox.header(box.ask("box.behaviour.echo", "x", "Accept", "text/plain"), "Content-Type"))
                .startsWith("text/plain");
        assertThat(box.answer("box.behaviour.byCsv", "x")).isEqualTo("csv:from csv x");
        assertThat(box.context().getBean(PayloadCodecs.class).all()).hasSize(2);
    }

    @Test
    void asksInterceptorsInTheirOrder() {
        Beans.TRACE.clear();
        assertThat(box.answer("box.behaviour.echo", "x", "Mode", "traced")).isEqualTo("x");
        assertThat(Beans.TRACE).containsExactly("outer", "inner");
        assertThat(box.answer("box.behaviour.echo", "x", "Mode", "refused")).isEqualTo("401:Refused");
        await().untilAsserted(() ->
                assertThat(box.stats("echo").get("last_error").asString()).isEqualTo("401:Refused"));
    }

    @Test
    void letsCustomizersChangeAndAdd() {
        assertThat(box.answer("box.behaviour.changed", "")).isEqualTo("customized");
        assertThat(box.info("customized").get("metadata").get("by").asString()).isEqualTo("black-box");
        assertThat(box.answer("added", "")).isEqualTo("black-box");
    }
}
