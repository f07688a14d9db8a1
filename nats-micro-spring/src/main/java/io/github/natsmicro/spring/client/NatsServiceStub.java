// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
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
    // The one of which something was said last is the first. Replaced as a whole.
    private volatile List<Known> known = List.of();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Queue<StubAnswers.Failure> failures = new ConcurrentLinkedQueue<>();

    /** A subject of which something was said. */
    private record Known(SubjectTemplate subject, StubAnswers answers) {

        boolean isAbout(String pattern) {
            return subject.pattern().equals(pattern);
        }
    }

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
     * before is forgotten. A request to several of the subjects is answered once, by the one that was named last.
     *
     * @param subject the subject, which may have variables as in {@code orders.get.{id}}, or wildcards
     * @return takes the answers; while it has none, requests wait
     * @throws IllegalArgumentException if it is no subject
     */
    public synchronized StubAnswers when(String subject) {
        SubjectTemplate template = SubjectTemplate.parse(subject);
        String pattern = Grammar.subject(template.pattern());
        StubAnswers fresh = new StubAnswers(connection, codecs, failures::add);
        boolean isNew = known.stream().noneMatch(other -> other.isAbout(pattern));
        known = Stream.concat(
                        Stream.of(new Known(template, fresh)), known.stream().filter(other -> !other.isAbout(pattern)))
                .toList();
        if (isNew) {
            dispatcher.subscribe(pattern, message -> receive(pattern, message));
            Transport.of(connection).flush(CONFIRMATION);
        }
        return fresh;
    }

    /** What overlaps is delivered for each subject. */
    private void receive(String pattern, Message message) {
        SubjectTemplate sentTo = new SubjectTemplate(message.getSubject(), Map.of());
        known.stream()
                .filter(one -> one.subject().overlaps(sentTo))
                .findFirst()
                .filter(one -> one.isAbout(pattern))
                .ifPresent(one -> {
                    Received request = new Received(message);
                    requests.add(request);
                    one.answers().answer(request);
                });
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
     * @param subject the subject, which may have variables or wildcards
     * @return the requests in the order of their arrival
     */
    public List<Received> requests(String subject) {
        SubjectTemplate template = SubjectTemplate.parse(subject);
        return requests.stream()
                .filter(request -> template.overlaps(new SubjectTemplate(request.subject(), Map.of())))
                .toList();
    }

    /**
     * Answers no more. The connection stays open.
     *
     * @throws IllegalStateException if an answer could not be made, with the first reason as its cause. The caller got a
     *     500 then
     */
    @Override
    public void close() {
        if (dispatcher.isActive()) {
            connection.closeDispatcher(dispatcher);
        }
        StubAnswers.Failure first = failures.poll();
        if (first != null) {
            failures.clear();
            throw new IllegalStateException(
                    "The answer to the request on \"%s\" could not be made: %s"
                            .formatted(first.request().subject(), first.cause()),
                    first.cause());
        }
    }

    /** A request that came. */
    public final class Received {

        private final Message message;

        private Received(Message message) {
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
