// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.transport.JnatsTransport;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * Stands in for a remote service in the tests of a client. It says for each subject what is answered, and keeps the
 * requests. It answers on any connection to a NATS server, be it that of the client, and announces no service. A subject of
 * which it knows nothing has no responders.
 *
 * <pre>{@code
 * try (NatsServiceStub orders = NatsServiceStub.on(connection, codecs)) {
 *     orders.when("orders.get.{id}").error(503, "Busy").reply(new Order("42", "tea"));
 *     ...
 *     assertThat(orders.requests("orders.get.{id}")).hasSize(2);
 * }
 * }</pre>
 */
public final class NatsServiceStub implements AutoCloseable {

    private static final Duration CONFIRMATION = Duration.ofSeconds(5);

    private final Connection connection;
    private final PayloadCodecs codecs;
    private final Dispatcher dispatcher;
    private final Map<String, StubAnswers> answers = new ConcurrentHashMap<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();

    private NatsServiceStub(Connection connection, PayloadCodecs codecs) {
        Assert.notNull(connection, "A NatsServiceStub needs a connection.");
        Assert.notNull(codecs, "A NatsServiceStub needs codecs.");
        this.connection = connection;
        this.codecs = codecs;
        this.dispatcher = connection.createDispatcher();
    }

    /**
     * Makes a stub that answers nothing yet.
     *
     * @param connection the connection, which stays the caller's
     * @param codecs turn objects into payloads and back
     * @return the stub
     */
    public static NatsServiceStub on(Connection connection, PayloadCodecs codecs) {
        return new NatsServiceStub(connection, codecs);
    }

    /**
     * Says what is answered on a subject. When this method returns, the server knows of the subject. What was said of it
     * before is forgotten.
     *
     * @param subject the subject, which may have variables as in {@code orders.get.{id}}, or wildcards
     * @return takes the answers; while it has none, requests are kept but not answered
     * @throws IllegalArgumentException if it is no subject
     */
    public StubAnswers when(String subject) {
        String pattern = Grammar.subject(SubjectTemplate.parse(subject).pattern());
        StubAnswers fresh = new StubAnswers(connection, codecs);
        if (answers.put(pattern, fresh) == null) {
            dispatcher.subscribe(pattern, message -> receive(pattern, message));
            new JnatsTransport(connection).flush(CONFIRMATION);
        }
        return fresh;
    }

    private void receive(String pattern, Message message) {
        Received request = new Received(pattern, message);
        requests.add(request);
        Objects.requireNonNull(answers.get(pattern)).answer(request);
    }

    /**
     * The requests so far.
     *
     * @return the requests in the order of their arrival
     */
    public List<Received> requests() {
        return List.copyOf(requests);
    }

    /**
     * The requests so far on a subject.
     *
     * @param subject the subject, as it was given to {@link #when}
     * @return the requests in the order of their arrival
     */
    public List<Received> requests(String subject) {
        String pattern = SubjectTemplate.parse(subject).pattern();
        return requests.stream()
                .filter(request -> request.pattern.equals(pattern))
                .toList();
    }

    /** Answers no more. The connection stays open. */
    @Override
    public void close() {
        if (dispatcher.isActive()) {
            connection.closeDispatcher(dispatcher);
        }
    }

    /** A request that came. */
    public final class Received {

        private final String pattern;
        private final Message message;

        private Received(String pattern, Message message) {
            this.pattern = pattern;
            this.message = message;
        }

        /**
         * Where it was sent to.
         *
         * @return the subject
         */
        public String subject() {
            return message.getSubject();
        }

        /**
         * Its headers.
         *
         * @return the headers, empty if there are none
         */
        public Headers headers() {
            return message.hasHeaders() ? message.getHeaders() : new Headers();
        }

        /**
         * The first value of a header.
         *
         * @param name the header's name, in whatever case
         * @return the value, or {@code null} if there is none
         */
        public @Nullable String header(String name) {
            return RawReplies.header(headers(), name);
        }

        /**
         * Its payload.
         *
         * @return the bytes, empty if there are none
         */
        public byte[] body() {
            return message.getData();
        }

        /**
         * Its payload as an object.
         *
         * @param <T> the type
         * @param type the type
         * @return the object; {@code null} if that is what the payload says
         * @throws io.github.natsmicro.codec.PayloadCodecException if it is no such object
         */
        @SuppressWarnings("unchecked") // the codec reads what it is asked for
        public <T> @Nullable T body(Class<T> type) {
            return (T) read(type);
        }

        /**
         * Its payload as an object.
         *
         * @param <T> the type
         * @param type the type
         * @return the object; {@code null} if that is what the payload says
         * @throws io.github.natsmicro.codec.PayloadCodecException if it is no such object
         */
        @SuppressWarnings("unchecked") // the codec reads what it is asked for
        public <T> @Nullable T body(ParameterizedTypeReference<T> type) {
            return (T) read(type.getType());
        }

        private @Nullable Object read(Type type) {
            return codecs.decode(body(), type, header(RawReplies.CONTENT_TYPE), codecs.defaultCodec());
        }

        /**
         * Whether its sender waits for a reply.
         *
         * @return whether it does
         */
        public boolean expectsReply() {
            return message.getReplyTo() != null;
        }

        @Nullable
        String replyTo() {
            return message.getReplyTo();
        }

        @Override
        public String toString() {
            return "request to \"" + subject() + "\"";
        }
    }
}
