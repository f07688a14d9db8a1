// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.nats.client.Subscription;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and replies that are objects. */
class JsonReplyTests {

    @RegisterExtension
    final Bench bench = new Bench();

    /** What the cases of ADR-32 clients send and expect. */
    record Pair(String a, int b) {}

    private Endpoint start(Handler handler) {
        return bench.start(bench.service("json").addEndpoint("work", handler))
                .endpoints()
                .get(0);
    }

    private static void awaitCounted(Endpoint endpoint, long requests) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
    }

    private static <T> T read(Request request, Class<T> type) {
        return Objects.requireNonNull(request.json(type));
    }

    @Test
    void case36_anObjectIsAnsweredAsJson() {
        start(request -> request.respondJson(new Pair("abc", 5)));

        var reply = bench.call("work");

        Replies.assertNoError(reply);
        assertThat(Replies.text(reply)).isEqualTo("{\"a\":\"abc\",\"b\":5}");
    }

    @Test
    void case36_anObjectThatCanNotBeWrittenFailsLocallyAndTheHandlerCanStillAnswer() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Endpoint endpoint = start(request -> {
            Map<String, Object> half = new LinkedHashMap<>();
            half.put("good", "written first");
            half.put("bad", new Object());
            failure.set(catchThrowable(() -> request.respondJson(half)));
            assertThat(request.answered()).isFalse();
            request.respond("instead");
        });

        Subscription replies = bench.send("work", "");

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("instead");
        awaitCounted(endpoint, 1);
        assertThat(failure.get()).isInstanceOf(PayloadCodecException.class).hasMessageMatching("(?s)[A-Z].*\\.");
        assertThat(endpoint.stats().numErrors()).isZero();
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void case36_anObjectThatCanNotBeWrittenAndWhoseFailureEscapesIsAnsweredWith500() {
        Endpoint endpoint = start(request -> request.respondJson(new Object()));

        var reply = bench.call("work");

        Replies.assertError(reply, 500, "Internal Server Error");
        assertThat(reply.getData()).isEmpty();
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "not json", "{\"a\":\"x\",\"b\":\"no number\"}", "\0"})
    void case47_aPayloadThatCanNotBeReadIsAnsweredWith400AndTheEndpointLivesOn(String payload) {
        Endpoint endpoint = start(request -> request.respondJson(read(request, Pair.class)));

        Replies.assertError(bench.call("work", payload), 400, "The payload could not be read");

        assertThat(Replies.text(bench.call("work", "{\"a\":\"x\",\"b\":1}"))).isEqualTo("{\"a\":\"x\",\"b\":1}");
        awaitCounted(endpoint, 2);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).isEqualTo("400:The payload could not be read");
    }

    @Test
    void case47_aHandlerSeesWhyItCouldNotBeReadAndCanAnswerOtherwise() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        start(request -> {
            failure.set(catchThrowable(() -> read(request, Pair.class)));
            request.respond("default");
        });

        var reply = bench.call("work", "{");

        Replies.assertNoError(reply);
        assertThat(Replies.text(reply)).isEqualTo("default");
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        exception -> assertThat(exception.code()).isEqualTo(400))
                .hasCauseInstanceOf(PayloadCodecException.class);
    }

    @Test
    void aFieldThatIsNotKnownIsIgnored() {
        start(request -> request.respondJson(read(request, Pair.class)));

        assertThat(Replies.text(bench.call("work", "{\"b\":1,\"a\":\"x\",\"new\":[1]}")))
                .isEqualTo("{\"a\":\"x\",\"b\":1}");
    }

    @Test
    void genericTypesAreReadWithTheirArguments() {
        Type type = new TypeReference<Map<String, List<Pair>>>() {}.getType();
        start(request -> {
            Map<?, ?> read = (Map<?, ?>) Objects.requireNonNull(request.json(type));
            Object first = ((List<?>) Objects.requireNonNull(read.get("key"))).get(0);
            request.respond(Objects.requireNonNull(first).getClass().getSimpleName());
        });

        assertThat(Replies.text(bench.call("work", "{\"key\":[{\"a\":\"x\",\"b\":1}]}")))
                .isEqualTo("Pair");
    }

    @Test
    void nullIsReadAndWritten() {
        start(request -> request.respondJson(request.json(Pair.class)));

        assertThat(Replies.text(bench.call("work", "null"))).isEqualTo("null");
    }

    /** Says what it has done; the type {@code byte[]} is more than it can do. */
    private static final class Spelled implements PayloadCodec {

        @Override
        public byte[] encode(@Nullable Object value) {
            if (value instanceof Pair) {
                throw new PayloadCodecException("A pair can not be written.", null);
            }
            return ("encoded:" + value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] data, Type type) {
            if (data.length == 0) {
                throw new IllegalStateException("a codec that does not keep its promise");
            }
            return "decoded:" + new String(data, StandardCharsets.UTF_8);
        }
    }

    private void startSpelled(Handler handler) {
        bench.start(bench.service("spelled").codec(new Spelled()).addEndpoint("work", handler));
    }

    @Test
    void theCodecOfTheServiceReadsAndWrites() {
        startSpelled(request -> {
            assertThat(request.codec()).isInstanceOf(Spelled.class);
            request.respondJson(request.json(String.class));
        });

        assertThat(Replies.text(bench.call("work", "x"))).isEqualTo("encoded:decoded:x");
    }

    @Test
    void theCodecOfTheServiceWritesStreamsToo() {
        startSpelled(request -> {
            ReplyStream stream = request.openStream();
            stream.sendJson(1);
            assertThat(catchThrowable(() -> stream.sendJson(new Pair("a", 1))))
                    .isInstanceOf(PayloadCodecException.class);
            stream.sendJson("two");
        });

        Streamed streamed = Streamed.read(bench.send("work", ""));

        assertThat(streamed.texts()).containsExactly("encoded:1", "encoded:two");
        streamed.assertProperEnd();
    }

    @Test
    void bytesAndTextNeverComeToTheCodec() {
        startSpelled(request -> request.respond(request.text()));

        assertThat(Replies.text(bench.call("work", "plain"))).isEqualTo("plain");
    }

    @Test
    void aCodecThatFailsOtherwiseIsAnsweredWith500() {
        startSpelled(request -> request.respondJson(request.json(String.class)));

        Replies.assertError(bench.call("work", ""), 500, "Internal Server Error");
    }
}
