// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.client.Requester;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests: around each its interceptors, within them the attempts.
 *
 * @param connection the connection
 * @param interceptors the interceptors, the outermost first
 * @param retry whether a request is tried again
 * @param reader reads the bodies of errors
 */
record Requests(Connection connection, List<NatsClientInterceptor> interceptors, Retry retry, ReplyReader reader) {

    /** Waits for the reply. */
    Reply<byte[]> request(NatsClientRequest request) {
        return good(
                request,
                await(
                        InterceptorChain.around(interceptors, this::requestHere).proceed(request),
                        request.subject(),
                        request.timeout()));
    }

    private CompletionStage<Reply<byte[]>> requestHere(NatsClientRequest request) {
        try {
            return CompletableFuture.completedFuture(
                    retry.call(request.timeout(), attempt -> attempt(request, attempt)));
        } catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private Reply<byte[]> attempt(NatsClientRequest request, Retry.Attempt attempt) {
        try {
            return RawReplies.of(Requester.on(connection)
                    .timeout(attempt.left())
                    .request(request.subject(), headers(request), request.body()));
        } catch (RequestException ex) {
            throw told(request, ex);
        }
    }

    /** What went wrong with an attempt, as it is told of the request. */
    private RuntimeException told(NatsClientRequest request, RuntimeException failure) {
        if (failure instanceof ServiceErrorException error) {
            return reader.error(request.subject(), error);
        }
        return failure instanceof RequestTimeoutException
                ? new RequestTimeoutException(request.subject(), request.timeout())
                : failure;
    }

    /** Does not wait. The future completes on a thread that may be blocked; who cancels it waits for nothing any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // the futures only tell each other
    CompletableFuture<Reply<byte[]>> requestAsync(NatsClientRequest request) {
        CompletableFuture<Reply<byte[]>> result = new CompletableFuture<>();
        InterceptorChain.around(interceptors, intercepted -> {
                    CompletableFuture<Reply<byte[]>> attempts =
                            retry.start(intercepted.timeout(), attempt -> attemptAsync(intercepted, attempt));
                    result.whenComplete((reply, failure) -> attempts.cancel(false));
                    return attempts;
                })
                .proceed(request)
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(told(request.subject(), Retry.cause(failure)));
                    } else if (reply.isError()) {
                        result.completeExceptionally(reader.error(request.subject(), reply));
                    } else {
                        result.complete(reply);
                    }
                });
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the futures only tell each other
    private CompletableFuture<Reply<byte[]>> attemptAsync(NatsClientRequest request, Retry.Attempt attempt) {
        CompletableFuture<Reply<byte[]>> result = new CompletableFuture<>();
        CompletableFuture<Message> sent = Requester.on(connection)
                .timeout(attempt.left())
                .requestAsync(request.subject(), headers(request), request.body());
        // jnats completes it on the thread that all replies come by, on which nobody may wait for another.
        sent.whenCompleteAsync((message, failure) -> {
            if (failure == null) {
                result.complete(RawReplies.of(message));
            } else {
                Throwable cause = Retry.cause(failure);
                result.completeExceptionally(
                        cause instanceof RuntimeException exception ? told(request, exception) : cause);
            }
        });
        result.whenComplete((reply, failure) -> sent.cancel(false));
        return result;
    }

    /** Publishes, and waits for nothing but the interceptors. */
    void send(NatsClientRequest request) {
        good(
                request,
                await(
                        InterceptorChain.around(interceptors, this::publish).proceed(request),
                        request.subject(),
                        request.timeout()));
    }

    private CompletionStage<Reply<byte[]>> publish(NatsClientRequest request) {
        // jnats silently discards what an interrupted thread sends.
        boolean interrupted = Thread.interrupted();
        try {
            connection.publish(request.subject(), headers(request), request.body());
            return CompletableFuture.completedFuture(RawReplies.empty());
        } catch (IllegalStateException | IllegalArgumentException ex) {
            return CompletableFuture.failedFuture(new RequestException(
                    "The message to \"%s\" could not be sent: %s.".formatted(request.subject(), ex.getMessage()), ex));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens a stream, for one thread to read. */
    ElementReader stream(NatsClientRequest request) {
        return ElementReader.open(this, request);
    }

    static @Nullable Headers headers(NatsClientRequest request) {
        return request.headers().isEmpty() ? null : request.headers();
    }

    private Reply<byte[]> good(NatsClientRequest request, Reply<byte[]> reply) {
        if (reply.isError()) {
            throw reader.error(request.subject(), reply);
        }
        return reply;
    }

    /** Waits for what interceptors made of a request, which is there already unless they themselves wait for something. */
    static Reply<byte[]> await(CompletionStage<Reply<byte[]>> stage, String subject, Duration timeout) {
        CompletableFuture<Reply<byte[]>> future = stage.toCompletableFuture();
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException ex) {
            throw new RequestTimeoutException(subject, timeout);
        } catch (ExecutionException | CancellationException ex) {
            throw exception(subject, ex instanceof ExecutionException && ex.getCause() != null ? ex.getCause() : ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new RequestException("The wait for a reply from \"%s\" was interrupted.".formatted(subject), ex);
        }
    }

    private static RuntimeException exception(String subject, Throwable failure) {
        if (told(subject, failure) instanceof RuntimeException exception) {
            return exception;
        }
        throw (Error) failure;
    }

    /** A failure that may be thrown by a method that declares none. */
    private static Throwable told(String subject, Throwable failure) {
        return failure instanceof RuntimeException || failure instanceof Error
                ? failure
                : new RequestException("The request to \"%s\" failed in an interceptor.".formatted(subject), failure);
    }
}
