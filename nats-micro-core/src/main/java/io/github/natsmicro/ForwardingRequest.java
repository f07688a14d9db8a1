// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request that does what another does; an {@link Interceptor} overrides what it wants to see or change. The short forms,
 * such as {@link #respond(String)} and {@link #respondJson(Object)}, all end in {@link #respond(byte[], Headers)}, {@link
 * #respondError(ServiceException)} and {@link #openStream()}.
 */
public abstract class ForwardingRequest implements Request {

    private final Request request;

    /**
     * Creates a request.
     *
     * @param request the one that does the work
     */
    protected ForwardingRequest(Request request) {
        this.request = request;
    }

    @Override
    public Endpoint endpoint() {
        return request.endpoint();
    }

    @Override
    public String subject() {
        return request.subject();
    }

    @Override
    public byte[] data() {
        return request.data();
    }

    @Override
    public Headers headers() {
        return request.headers();
    }

    @Override
    public PayloadCodec codec() {
        return request.codec();
    }

    @Override
    public @Nullable String replyTo() {
        return request.replyTo();
    }

    @Override
    public boolean expectsReply() {
        return request.expectsReply();
    }

    @Override
    public boolean answered() {
        return request.answered();
    }

    @Override
    public Optional<Duration> remainingTime() {
        return request.remainingTime();
    }

    @Override
    public Executor executor() {
        return request.executor();
    }

    @Override
    public Map<Object, Object> attributes() {
        return request.attributes();
    }

    @Override
    public void onClose(Runnable action) {
        request.onClose(action);
    }

    @Override
    public void respond(byte[] data, @Nullable Headers headers) {
        request.respond(data, headers);
    }

    @Override
    public void respondError(ServiceException error) {
        request.respondError(error);
    }

    @Override
    public ReplyStream openStream() {
        return request.openStream();
    }
}
