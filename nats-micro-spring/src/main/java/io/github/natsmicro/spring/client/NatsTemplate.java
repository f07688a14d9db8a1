// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.Assert;

/**
 * Calls services with objects and gets objects. It is safe for use by several threads, and does not change.
 *
 * <pre>{@code
 * Order order = template.request("orders.get.{id}").variable("id", 42).retrieve(Order.class);
 * Order created = template.request("orders.create", newOrder, Order.class);
 * }</pre>
 *
 * <p>How requests fail is told at {@link NatsRequestSpec}.
 */
public final class NatsTemplate {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final Settings settings;

    /** What all requests of a template share. */
    record Settings(
            Connection connection,
            PayloadCodecs codecs,
            Duration timeout,
            Retry retry,
            List<NatsClientInterceptor> interceptors,
            Executor streamExecutor) {}

    private NatsTemplate(Settings settings) {
        this.settings = settings;
    }

    /**
     * Makes a template that waits 5 seconds for a reply and tries nothing again.
     *
     * @param connection the connection, which stays the caller's
     * @param codecs turn objects into payloads and back
     * @return the template
     */
    public static NatsTemplate create(Connection connection, PayloadCodecs codecs) {
        return builder(connection, codecs).build();
    }

    /**
     * Starts with a template that waits 5 seconds for a reply and tries nothing again.
     *
     * @param connection the connection, which stays the caller's
     * @param codecs turn objects into payloads and back
     * @return a builder
     */
    public static Builder builder(Connection connection, PayloadCodecs codecs) {
        return new Builder(connection, codecs);
    }

    /**
     * Starts with this template to make another one.
     *
     * @return a builder
     */
    public Builder mutate() {
        return new Builder(settings);
    }

    /**
     * Starts a request.
     *
     * @param subject the subject, which may have variables as in {@code orders.get.{id}}
     * @return the request
     * @throws IllegalArgumentException if a variable is not a whole token with a name of its own
     */
    public NatsRequestSpec request(String subject) {
        return request(new RequestTarget(SubjectTemplate.parse(subject), null, null), settings.codecs.defaultCodec());
    }

    NatsRequestSpec request(RequestTarget target, PayloadCodec codec) {
        return NatsRequestSpec.to(settings, target, codec);
    }

    PayloadCodecs codecs() {
        return settings.codecs;
    }

    /**
     * Makes a request and waits for the reply.
     *
     * @param <T> the type of the reply's body
     * @param subject the subject
     * @param body the body, or {@code null} for an empty payload
     * @param type the type
     * @return the body; {@code null} if it is empty and the type is neither bytes nor text
     */
    public <T> @Nullable T request(String subject, @Nullable Object body, Class<T> type) {
        return request(subject).body(body).retrieve(type);
    }

    /**
     * Makes a request and waits for the reply.
     *
     * @param <T> the type of the reply's body
     * @param subject the subject
     * @param body the body, or {@code null} for an empty payload
     * @param type the type
     * @return the body; {@code null} if it is empty
     */
    public <T> @Nullable T request(String subject, @Nullable Object body, ParameterizedTypeReference<T> type) {
        return request(subject).body(body).retrieve(type);
    }

    /**
     * Makes a request.
     *
     * @param <T> the type of the reply's body
     * @param subject the subject
     * @param body the body, or {@code null} for an empty payload
     * @param type the type
     * @return completes with the body, as {@link #request(String, Object, Class)} returns it
     */
    public <T> CompletableFuture<@Nullable T> requestAsync(String subject, @Nullable Object body, Class<T> type) {
        return request(subject).body(body).retrieveAsync(type);
    }

    /**
     * Makes a request to a streaming endpoint.
     *
     * @param <T> the type of the elements
     * @param subject the subject
     * @param body the body, or {@code null} for an empty payload
     * @param type the type
     * @return the elements; the stream must be closed unless it is read to its end
     */
    public <T> Stream<T> stream(String subject, @Nullable Object body, Class<T> type) {
        return request(subject).body(body).retrieveStream(type);
    }

    /**
     * Sends a message without asking for a reply. Whether somebody got it is not known.
     *
     * @param subject the subject
     * @param body the body, or {@code null} for an empty payload
     */
    public void send(String subject, @Nullable Object body) {
        request(subject).body(body).send();
    }

    /** Makes a template. */
    public static final class Builder {

        private final Connection connection;
        private PayloadCodecs codecs;
        private Duration timeout = DEFAULT_TIMEOUT;
        private Retry retry = new Retry(null);
        private final List<NatsClientInterceptor> interceptors = new ArrayList<>();
        private @Nullable Executor streamExecutor;

        private Builder(Connection connection, PayloadCodecs codecs) {
            Assert.notNull(connection, "A NatsTemplate needs a connection.");
            Assert.notNull(codecs, "A NatsTemplate needs codecs.");
            this.connection = connection;
            this.codecs = codecs;
        }

        private Builder(Settings settings) {
            this(settings.connection, settings.codecs);
            this.timeout = settings.timeout;
            this.retry = settings.retry;
            this.interceptors.addAll(settings.interceptors);
            this.streamExecutor = settings.streamExecutor;
        }

        /**
         * Sets the codecs.
         *
         * @param codecs turn objects into payloads and back
         * @return this builder
         */
        public Builder codecs(PayloadCodecs codecs) {
            this.codecs = codecs;
            return this;
        }

        /**
         * Sets how long to wait for a reply with all attempts, or for the first and for each next element of a stream.
         *
         * @param timeout more than zero
         * @return this builder
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder timeout(Duration timeout) {
            this.timeout = NatsClientRequest.positive("timeout", timeout);
            return this;
        }

        /**
         * Sets whether a request is tried again when nobody listened or the service answered 503. It never is after a
         * timeout, and a stream only before its first element. The timeout bounds all attempts. A service that stops answers
         * 503 for what it has not finished too, so use it where a second try does no harm.
         *
         * @param policy how often and when, and for which of these failures; {@code null} for never
         * @return this builder
         */
        public Builder retry(@Nullable RetryPolicy policy) {
            this.retry = new Retry(policy);
            return this;
        }

        /**
         * Adds an interceptor inside of those that are there.
         *
         * @param interceptor the interceptor
         * @return this builder
         */
        public Builder interceptor(NatsClientInterceptor interceptor) {
            this.interceptors.add(interceptor);
            return this;
        }

        /**
         * Sets who reads the streams that are pushed to subscribers. Each takes a thread until its end.
         *
         * @param streamExecutor must not make one stream wait for another; {@code null} for new threads
         * @return this builder
         */
        public Builder streamExecutor(@Nullable Executor streamExecutor) {
            this.streamExecutor = streamExecutor;
            return this;
        }

        /**
         * Makes the template.
         *
         * @return the template
         */
        public NatsTemplate build() {
            return new NatsTemplate(new Settings(
                    connection,
                    codecs,
                    timeout,
                    retry,
                    List.copyOf(interceptors),
                    streamExecutor == null ? newThreads() : streamExecutor));
        }

        private static Executor newThreads() {
            SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("nats-stream-");
            threads.setDaemon(true);
            return threads;
        }
    }
}
