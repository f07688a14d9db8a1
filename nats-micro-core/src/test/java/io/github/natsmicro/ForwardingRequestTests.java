// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interceptors that hand on another request, and so see and change what comes and what goes. */
class ForwardingRequestTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Marks and notes what goes out, in whatever form. */
    private final class Marked extends ForwardingRequest {

        private Marked(Request request) {
            super(request);
        }

        @Override
        public void respond(byte[] data, @Nullable Headers headers) {
            seen.add("reply " + new String(data, StandardCharsets.UTF_8));
            Headers marked = headers == null ? new Headers() : new Headers(headers);
            super.respond(data, marked.put("Mark", "reply"));
        }

        @Override
        public void respondError(ServiceException error) {
            seen.add("error " + error.code());
            super.respondError(error.withHeaders(new Headers().put("Mark", "error")));
        }

        @Override
        public ReplyStream openStream() {
            seen.add("stream");
            return super.openStream();
        }
    }

    /** Stands for a request that says something else. */
    private static final class Shouted extends ForwardingRequest {

        private Shouted(Request request) {
            super(request);
        }

        @Override
        public byte[] data() {
            return new String(super.data(), StandardCharsets.UTF_8)
                    .toUpperCase(Locale.ROOT)
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Headers headers() {
            return new Headers().put("User", "someone");
        }
    }

    private Endpoint start(Handler handler) {
        return bench.start(bench.service("marked")
                        .addInterceptor((request, next) -> next.handle(new Marked(request)))
                        .addEndpoint("work", handler))
                .endpoints()
                .get(0);
    }

    private static void awaitCounted(Endpoint endpoint, long requests) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
    }

    @Test
    void everyFormOfReplyIsSeenAndCanBeChanged() {
        start(request -> {
            switch (request.text()) {
                case "text" -> request.respond("t");
                case "bytes" -> request.respond(new byte[] {'b'});
                case "headers" -> request.respond(new byte[] {'h'}, new Headers().put("Own", "kept"));
                default -> request.respondJson(Map.of("j", 1));
            }
        });

        for (String form : List.of("text", "bytes", "headers", "json")) {
            Message reply = bench.call("work", form);
            assertThat(Replies.header(reply, "Mark")).as(form).isEqualTo("reply");
            assertThat(Replies.header(reply, "Own")).isEqualTo(form.equals("headers") ? "kept" : null);
        }
        assertThat(seen).containsExactly("reply t", "reply b", "reply h", "reply {\"j\":1}");
    }

    @Test
    void everyFormOfErrorReplyIsSeenAndCanBeChanged() {
        Endpoint endpoint = start(request -> {
            switch (request.text()) {
                case "short" -> request.respondError(400, "bad");
                case "body" -> request.respondError(401, "bad", new byte[] {'b'});
                default -> request.respondError(new ServiceException(402, "bad"));
            }
        });

        int code = 400;
        for (String form : List.of("short", "body", "exception")) {
            Message reply = bench.call("work", form);
            Replies.assertError(reply, code++, "bad");
            assertThat(Replies.header(reply, "Mark")).as(form).isEqualTo("error");
        }
        assertThat(seen).containsExactly("error 400", "error 401", "error 402");
        awaitCounted(endpoint, 3);
        assertThat(endpoint.stats().numErrors()).isEqualTo(3);
    }

    @Test
    void aStreamIsSeenAndItsElementsCanBeChanged() {
        bench.start(bench.service("marked")
                .addInterceptor((request, next) -> next.handle(new ForwardingRequest(request) {
                    @Override
                    public ReplyStream openStream() {
                        return new Doubled(super.openStream());
                    }
                }))
                .addEndpoint("work", request -> {
                    ReplyStream stream = request.openStream();
                    stream.send("a");
                    stream.send(new byte[] {'b'});
                }));

        Streamed streamed = Streamed.read(bench.send("work", ""));

        assertThat(streamed.texts()).containsExactly("aa", "bb");
        streamed.assertProperEnd();
    }

    /** A stream around another. */
    private record Doubled(ReplyStream stream) implements ReplyStream {

        @Override
        public void sendJson(@Nullable Object value) {
            stream.sendJson(value);
        }

        @Override
        public void send(byte[] data, @Nullable Headers headers) {
            String text = new String(data, StandardCharsets.UTF_8);
            stream.send((text + text).getBytes(StandardCharsets.UTF_8), headers);
        }

        @Override
        public boolean isOpen() {
            return stream.isOpen();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void onReady(Runnable action) {
            stream.onReady(action);
        }

        @Override
        public boolean awaitReady() throws InterruptedException {
            return stream.awaitReady();
        }

        @Override
        public void end() {
            stream.end();
        }
    }

    @Test
    void theHandlerSeesTheRequestThatItWasGiven() {
        bench.start(bench.service("shouted")
                .addInterceptor((request, next) -> next.handle(new Shouted(request)))
                .addEndpoint(
                        "work",
                        request -> request.respond(request.text() + " "
                                + Objects.requireNonNull(request.json(String.class)) + " " + request.header("User")
                                + " "
                                + request.header("Key"))));

        Message reply =
                bench.call("work", "\"hello\"".getBytes(StandardCharsets.UTF_8), new Headers().put("Key", "hidden"));

        assertThat(Replies.text(reply)).isEqualTo("\"HELLO\" HELLO someone null");
    }

    @Test
    void anAsynchronousHandlerGetsItToo() {
        bench.start(bench.service("marked")
                .addInterceptor((request, next) -> next.handle(new Marked(request)))
                .addAsyncEndpoint("work", request -> CompletableFuture.runAsync(() -> request.respond("later"))));

        Message reply = bench.call("work");

        assertThat(Replies.text(reply)).isEqualTo("later");
        assertThat(Replies.header(reply, "Mark")).isEqualTo("reply");
    }

    @Test
    void whatIsNotOverriddenIsAsInTheRequestBehindIt() {
        bench.start(bench.service("plain")
                .addInterceptor((request, next) -> next.handle(new ForwardingRequest(request) {}))
                .addEndpoint(
                        "work",
                        EndpointOptions.defaults().subject("work.*").timeout(Duration.ofSeconds(30)),
                        request -> {
                            request.onClose(() -> seen.add("closed"));
                            assertThat(request.expectsReply()).isTrue();
                            assertThat(request.answered()).isFalse();
                            assertThat(request.remainingTime()).isPresent();
                            request.respond(String.join(
                                    " ",
                                    request.subject(),
                                    request.endpoint().name(),
                                    request.text(),
                                    request.header("Key")));
                            assertThat(request.answered()).isTrue();
                        }));

        Message reply =
                bench.call("work.one", "body".getBytes(StandardCharsets.UTF_8), new Headers().put("Key", "value"));

        assertThat(Replies.text(reply)).isEqualTo("work.one work body value");
        await().atMost(Bench.PATIENCE).until(() -> seen.equals(List.of("closed")));
    }

    @Test
    void innerOnesSeeTheReplyBeforeOuterOnes() {
        bench.start(bench.service("nested")
                .addInterceptor((request, next) -> next.handle(new Suffixed(request, "-outer")))
                .addEndpoint(
                        "work",
                        EndpointOptions.defaults()
                                .interceptor((request, next) -> next.handle(new Suffixed(request, "-inner"))),
                        request -> request.respond("reply")));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("reply-inner-outer");
    }

    private static final class Suffixed extends ForwardingRequest {

        private final String suffix;

        private Suffixed(Request request, String suffix) {
            super(request);
            this.suffix = suffix;
        }

        @Override
        public void respond(byte[] data, @Nullable Headers headers) {
            String text = new String(data, StandardCharsets.UTF_8) + suffix;
            super.respond(text.getBytes(StandardCharsets.UTF_8), headers);
        }
    }
}
