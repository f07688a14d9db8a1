// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.retry.RetryPolicy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request that is put together, from {@link NatsTemplate#request(String)}. Each method that adds something returns a new
 * one; the others make the request, as often as they are called.
 *
 * <p>They fail with a {@link io.github.natsmicro.client.RequestException}: an {@link ErrorReplyException} where the service
 * answered with an error, a {@link io.github.natsmicro.client.NoRespondersException} where nobody listens, a {@link
 * io.github.natsmicro.client.RequestTimeoutException} where the reply did not come in time, an {@link
 * UnreadableReplyException} where it is not what was asked for. A body that can not be written is a {@link
 * io.github.natsmicro.codec.PayloadCodecException}, and a subject that can not be sent to an {@link
 * IllegalArgumentException}; these are thrown at once in any case.
 */
public final class NatsRequestSpec {

    private final NatsTemplate.Settings settings;
    private final RequestTarget target;
    private final RequestChoices choices;

    private NatsRequestSpec(NatsTemplate.Settings settings, RequestTarget target, RequestChoices choices) {
        this.settings = settings;
        this.target = target;
        this.choices = choices;
    }

    static NatsRequestSpec to(NatsTemplate.Settings settings, RequestTarget target, PayloadCodec codec) {
        return new NatsRequestSpec(settings, target, new RequestChoices(codec, settings.retry(), settings.timeout()));
    }

    private NatsRequestSpec with(Consumer<RequestChoices> choice) {
        return new NatsRequestSpec(settings, target, choices.with(choice));
    }

    /**
     * Fills a variable of the subject, such as {@code id} in {@code orders.get.{id}}.
     *
     * @param name the variable's name
     * @param value its value, which becomes one token of the subject; several with dots for {@code {*name}}
     * @return a new request
     */
    public NatsRequestSpec variable(String name, Object value) {
        return with(changed -> changed.variables.put(name, value.toString()));
    }

    /**
     * Addresses one instance of the service, on an endpoint that is for one instance only: its id ends the subject.
     *
     * @param id the id of the service's instance
     * @return a new request
     */
    public NatsRequestSpec instance(String id) {
        return with(changed -> changed.instance = id);
    }

    /**
     * Adds a header.
     *
     * @param name the header's name
     * @param values its values
     * @return a new request
     * @throws IllegalArgumentException if a header can not carry that
     */
    public NatsRequestSpec header(String name, String... values) {
        return with(changed -> changed.headers.add(name, values));
    }

    /**
     * Adds headers.
     *
     * @param headers the headers
     * @return a new request
     */
    public NatsRequestSpec headers(Headers headers) {
        return with(changed -> headers.forEach(changed.headers::add));
    }

    /**
     * Says what the body is, which chooses the codec that writes it.
     *
     * @param contentType the content type
     * @return a new request
     */
    public NatsRequestSpec contentType(String contentType) {
        return with(changed -> {
            changed.contentType = contentType;
            changed.headers.put(RawReplies.CONTENT_TYPE, contentType);
        });
    }

    /**
     * Says what the reply may be. Services answer with a content type only if they are asked like this.
     *
     * @param contentTypes the content types, in the form of HTTP's header
     * @return a new request
     */
    public NatsRequestSpec accept(String... contentTypes) {
        return with(changed -> changed.headers.put(RawReplies.ACCEPT, String.join(", ", contentTypes)));
    }

    /**
     * Sets the body.
     *
     * @param body bytes or text as they are, or an object that a codec writes; {@code null} for an empty payload
     * @return a new request
     */
    public NatsRequestSpec body(@Nullable Object body) {
        return with(changed -> changed.body = body);
    }

    /**
     * Sets how long to wait for the reply with all attempts, or for the first and for each next element of a stream. The
     * service is told it in the header {@code Request-Timeout}, but not for a stream.
     *
     * @param timeout more than zero
     * @return a new request
     */
    public NatsRequestSpec timeout(Duration timeout) {
        return with(changed -> changed.timeout = timeout);
    }

    /**
     * Sets how long a stream may take as a whole, which is told to the service in the header {@code Request-Timeout}.
     *
     * @param streamTimeout more than zero
     * @return a new request
     */
    public NatsRequestSpec streamTimeout(Duration streamTimeout) {
        return with(changed -> changed.streamTimeout = streamTimeout);
    }

    /**
     * Sets whether the request is tried again, as {@link NatsTemplate.Builder#retry} does for all.
     *
     * @param policy how often and when; {@code null} for never
     * @return a new request
     */
    public NatsRequestSpec retry(@Nullable RetryPolicy policy) {
        return with(changed -> changed.retry = new Retry(policy));
    }

    /**
     * Makes the request and waits for the reply.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return the body; {@code null} if it is empty and the type is neither bytes nor text
     */
    public <T> @Nullable T retrieve(Class<T> type) {
        return call(ReplyMapping.body(type));
    }

    /**
     * Makes the request and waits for the reply.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return the body; {@code null} if it is empty
     */
    public <T> @Nullable T retrieve(ParameterizedTypeReference<T> type) {
        return call(ReplyMapping.body(type.getType()));
    }

    /**
     * Makes the request and waits for the whole reply. An error of the service is a reply too, and not thrown.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return the reply with its headers; that of an error has a body only if the type is bytes or text
     */
    public <T> Reply<T> exchange(Class<T> type) {
        return Objects.requireNonNull(call(ReplyMapping.<T>reply(type)));
    }

    /**
     * Makes the request and waits for the whole reply. An error of the service is a reply too, and not thrown.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return the reply with its headers; that of an error has no body
     */
    public <T> Reply<T> exchange(ParameterizedTypeReference<T> type) {
        return Objects.requireNonNull(call(ReplyMapping.<T>reply(type.getType())));
    }

    /**
     * Makes the request.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return completes with the body, as {@link #retrieve(Class)} returns it, on a thread that may be blocked; cancelling
     *     it gives the reply up
     */
    public <T> CompletableFuture<@Nullable T> retrieveAsync(Class<T> type) {
        return start(ReplyMapping.body(type));
    }

    /**
     * Makes the request.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return as {@link #retrieveAsync(Class)}
     */
    public <T> CompletableFuture<@Nullable T> retrieveAsync(ParameterizedTypeReference<T> type) {
        return start(ReplyMapping.body(type.getType()));
    }

    /**
     * Makes the request.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return completes with the reply, as {@link #exchange(Class)} returns it
     */
    @SuppressWarnings("NullAway") // there is always a reply
    public <T> CompletableFuture<Reply<T>> exchangeAsync(Class<T> type) {
        return start(ReplyMapping.reply(type));
    }

    /**
     * Makes the request.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return completes with the reply, as {@link #exchange(Class)} returns it
     */
    @SuppressWarnings("NullAway") // there is always a reply
    public <T> CompletableFuture<Reply<T>> exchangeAsync(ParameterizedTypeReference<T> type) {
        return start(ReplyMapping.reply(type.getType()));
    }

    /**
     * Makes the request whenever somebody subscribes. Reactor must be on the class path.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return the body; empty if the reply is
     */
    public <T> Mono<T> retrieveMono(Class<T> type) {
        return ReactorBridge.mono(() -> retrieveAsync(type));
    }

    /**
     * Makes the request whenever somebody subscribes. Reactor must be on the class path.
     *
     * @param <T> the type of the reply's body
     * @param type the type
     * @return the body; empty if the reply is
     */
    public <T> Mono<T> retrieveMono(ParameterizedTypeReference<T> type) {
        return ReactorBridge.mono(() -> retrieveAsync(type));
    }

    /**
     * Makes the request to a streaming endpoint. The elements come as the stream is read; reading throws what ends it
     * otherwise than by its end.
     *
     * @param <T> the type of the elements
     * @param type the type
     * @return the elements; the stream must be closed unless it is read to its end
     */
    public <T> Stream<T> retrieveStream(Class<T> type) {
        return elements(type);
    }

    /**
     * Makes the request to a streaming endpoint.
     *
     * @param <T> the type of the elements
     * @param type the type
     * @return as {@link #retrieveStream(Class)}
     */
    public <T> Stream<T> retrieveStream(ParameterizedTypeReference<T> type) {
        return elements(type.getType());
    }

    /**
     * Makes the request to a streaming endpoint, for each subscriber when it first asks for elements. It gets as many as it
     * asks for; the others wait in the connection, and if they become too many there, the stream fails. Each subscriber
     * takes a thread until the end.
     *
     * @param <T> the type of the elements
     * @param type the type
     * @return the elements; cancelling ends the subscription
     */
    public <T> Flow.Publisher<T> retrievePublisher(Class<T> type) {
        return publisher(type);
    }

    /**
     * Makes the request to a streaming endpoint, for each subscriber.
     *
     * @param <T> the type of the elements
     * @param type the type
     * @return as {@link #retrievePublisher(Class)}
     */
    public <T> Flow.Publisher<T> retrievePublisher(ParameterizedTypeReference<T> type) {
        return publisher(type.getType());
    }

    /**
     * Makes the request to a streaming endpoint, for each subscriber. Reactor must be on the class path.
     *
     * @param <T> the type of the elements
     * @param type the type
     * @return as {@link #retrievePublisher(Class)}
     */
    public <T> Flux<T> retrieveFlux(Class<T> type) {
        return ReactorBridge.flux(publisher(type));
    }

    /**
     * Makes the request to a streaming endpoint, for each subscriber. Reactor must be on the class path.
     *
     * @param <T> the type of the elements
     * @param type the type
     * @return as {@link #retrievePublisher(Class)}
     */
    public <T> Flux<T> retrieveFlux(ParameterizedTypeReference<T> type) {
        return ReactorBridge.flux(publisher(type.getType()));
    }

    /** Sends the message without asking for a reply. Whether somebody got it is not known. */
    public void send() {
        requests().send(request(NatsClientRequest.Expectation.NOTHING));
    }

    <T> @Nullable T call(ReplyMapping<T> mapping) {
        NatsClientRequest request = request(NatsClientRequest.Expectation.REPLY);
        try {
            return mapping.good(reader(), request.subject(), requests().request(request));
        } catch (ErrorReplyException ex) {
            return mapping.error(ex);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the futures only tell each other
    <T> CompletableFuture<@Nullable T> start(ReplyMapping<T> mapping) {
        NatsClientRequest request = request(NatsClientRequest.Expectation.REPLY);
        CompletableFuture<Reply<byte[]>> reply = requests().requestAsync(request);
        CompletableFuture<@Nullable T> result = new CompletableFuture<>();
        reply.whenComplete((good, failure) -> {
            try {
                if (failure == null) {
                    result.complete(mapping.good(reader(), request.subject(), good));
                } else if (failure instanceof ErrorReplyException error) {
                    result.complete(mapping.error(error));
                } else {
                    result.completeExceptionally(failure);
                }
            } catch (RuntimeException | Error ex) {
                result.completeExceptionally(ex);
            }
        });
        result.whenComplete((mapped, failure) -> reply.cancel(false));
        return result;
    }

    <T> Stream<T> elements(Type type) {
        NatsClientRequest request = request(NatsClientRequest.Expectation.STREAM);
        return Elements.stream(requests().stream(request), element(request, ReplyMapping.<T>required(type)));
    }

    <T> Flow.Publisher<T> publisher(Type type) {
        NatsClientRequest request = request(NatsClientRequest.Expectation.STREAM);
        return new ElementPublisher<>(
                () -> requests().stream(request),
                element(request, ReplyMapping.<T>required(type)),
                settings.streamExecutor());
    }

    private <T> Function<Reply<byte[]>, T> element(NatsClientRequest request, ReplyMapping<T> mapping) {
        return element -> Objects.requireNonNull(mapping.good(reader(), request.subject(), element));
    }

    private Requests requests() {
        return new Requests(settings.connection(), settings.interceptors(), choices.retry, reader());
    }

    private ReplyReader reader() {
        return new ReplyReader(settings.codecs(), choices.codec);
    }

    private NatsClientRequest request(NatsClientRequest.Expectation expectation) {
        return choices.request(settings, target, expectation);
    }
}
