// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.transport.inprocess.InProcessRequestException.Reason;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the services that stand on an {@link InProcessTransport}. A caller has a connection of its own: it can go on
 * when that of the services is lost. It is safe for use by several threads.
 */
public final class InProcessCaller {

    private final InProcessRouter router;
    private final long maxPayload;
    private final String inbox = "_INBOX." + NUID.nextGlobal() + ".";
    private final Map<String, Consumer<Message>> waiting = new ConcurrentHashMap<>();

    InProcessCaller(InProcessRouter router, InProcessLimits limits) {
        this.router = router;
        this.maxPayload = limits.maxPayload();
        new InProcessSubscriptionSet(router, false, "in-process-caller", Integer.MAX_VALUE)
                .subscribe(inbox + "*", null, this::receive);
    }

    private void receive(Message reply) {
        Consumer<Message> receiver = waiting.get(reply.getSubject());
        if (receiver != null) {
            receiver.accept(reply);
        }
    }

    /**
     * Publishes a message to which nobody can reply.
     *
     * @param subject the subject
     * @param headers the headers, or {@code null} for none
     * @param body the body
     * @throws TransportException if the transport is closed, the subject is not valid or the message is too large
     */
    public void publish(String subject, @Nullable Headers headers, byte[] body) {
        router.publishFromCaller(InProcessTransport.checked(new Parcel(subject, null, headers, body), maxPayload));
    }

    /**
     * Makes a request and waits for the first reply.
     *
     * @param subject the subject
     * @param headers the headers, or {@code null} for none
     * @param body the body
     * @param timeout how long to wait
     * @return the reply, which may be one that tells of an error
     * @throws InProcessRequestException if nobody listens, or nobody replied in time
     * @throws TransportException if the transport is closed, the subject is not valid or the message is too large
     */
    public Message request(String subject, @Nullable Headers headers, byte[] body, Duration timeout) {
        try {
            return requestAsync(subject, headers, body, timeout).join();
        } catch (CompletionException ex) {
            throw cause(ex) instanceof InProcessRequestException known ? known : ex;
        }
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /**
     * Makes a request.
     *
     * @param subject the subject
     * @param headers the headers, or {@code null} for none
     * @param body the body
     * @param timeout how long to wait
     * @return completes with the first reply, or exceptionally with an {@link InProcessRequestException} if nobody listens
     *     or nobody replied in time
     * @throws TransportException if the transport is closed, the subject is not valid or the message is too large
     */
    public CompletableFuture<Message> requestAsync(
            String subject, @Nullable Headers headers, byte[] body, Duration timeout) {
        CompletableFuture<Message> first = new CompletableFuture<>();
        String replyTo = send(subject, headers, body, first::complete);
        if (replyTo == null) {
            return CompletableFuture.failedFuture(noResponders(subject));
        }
        return first.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).handle((reply, failure) -> {
            waiting.remove(replyTo);
            if (failure instanceof TimeoutException) {
                throw new InProcessRequestException(
                        Reason.TIMED_OUT,
                        "There was no reply from \"%s\" within %d ms.".formatted(subject, timeout.toMillis()));
            }
            return reply;
        });
    }

    /**
     * Makes a request that several may reply to, such as those of discovery, and waits for the replies.
     *
     * @param subject the subject
     * @param headers the headers, or {@code null} for none
     * @param body the body
     * @param count how many replies to wait for
     * @param timeout how long to wait for all of them together
     * @return the replies in the order of their arrival; fewer than wanted if no more came in time or the thread was
     *     interrupted
     * @throws InProcessRequestException if nobody listens
     * @throws TransportException if the transport is closed, the subject is not valid or the message is too large
     */
    public List<Message> requestMany(
            String subject, @Nullable Headers headers, byte[] body, int count, Duration timeout) {
        BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
        String replyTo = send(subject, headers, body, arrived::add);
        if (replyTo == null) {
            throw noResponders(subject);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Message> replies = new ArrayList<>();
        try {
            while (replies.size() < count) {
                Message reply = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (reply == null) {
                    break;
                }
                replies.add(reply);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.remove(replyTo);
        }
        return replies;
    }

    /** Sends a request and returns where replies to it go, or {@code null} if nobody listens. */
    private @Nullable String send(String subject, @Nullable Headers headers, byte[] body, Consumer<Message> receiver) {
        String replyTo = inbox + NUID.nextGlobal();
        Parcel parcel = InProcessTransport.checked(new Parcel(subject, replyTo, headers, body), maxPayload);
        waiting.put(replyTo, receiver);
        boolean heard = false;
        try {
            heard = router.publishFromCaller(parcel);
        } finally {
            if (!heard) {
                waiting.remove(replyTo);
            }
        }
        return heard ? replyTo : null;
    }

    private static InProcessRequestException noResponders(String subject) {
        return new InProcessRequestException(Reason.NO_RESPONDERS, "Nobody listens on \"%s\".".formatted(subject));
    }
}
