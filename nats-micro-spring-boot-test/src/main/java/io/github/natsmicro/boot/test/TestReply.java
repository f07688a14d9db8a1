// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/** What came of a request: a good reply, an error, or nothing. */
public final class TestReply implements AssertProvider<ReplyAssert> {

    private static final byte[] NO_BYTES = new byte[0];

    /** The kinds of what can come of a request. */
    enum Kind {
        REPLY("a good reply"),
        ERROR("an error"),
        NO_RESPONDERS("no reply, as nobody listens on the subject"),
        TIMED_OUT("no reply in time"),
        /** For streams only. */
        LEFT("more than was read");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String subject;
    private final Kind kind;
    private final int code;
    private final String description;
    private final Headers headers;
    private final byte[] body;
    private final PayloadCodecs codecs;

    private TestReply(
            String subject,
            Kind kind,
            int code,
            String description,
            Headers headers,
            byte[] body,
            PayloadCodecs codecs) {
        this.subject = subject;
        this.kind = kind;
        this.code = code;
        this.description = description;
        this.headers = headers;
        this.body = body;
        this.codecs = codecs;
    }

    static TestReply of(String subject, Reply<byte[]> reply, PayloadCodecs codecs) {
        byte[] body = reply.body();
        return new TestReply(
                subject,
                reply.isError() ? Kind.ERROR : Kind.REPLY,
                reply.code(),
                reply.description(),
                reply.headers(),
                body == null ? NO_BYTES : body,
                codecs);
    }

    static TestReply error(String subject, ServiceErrorException error, PayloadCodecs codecs) {
        return new TestReply(
                subject, Kind.ERROR, error.code(), error.description(), error.headers(), error.body(), codecs);
    }

    static TestReply none(String subject, Kind kind, PayloadCodecs codecs) {
        return new TestReply(subject, kind, 0, "", new Headers(), NO_BYTES, codecs);
    }

    Kind kind() {
        return kind;
    }

    /**
     * Where the request was sent to.
     *
     * @return the subject, as it was given to the tester
     */
    public String subject() {
        return subject;
    }

    /**
     * Whether it is an error.
     *
     * @return whether the service answered with an error
     */
    public boolean isError() {
        return kind == Kind.ERROR;
    }

    /**
     * The code of the error.
     *
     * @return the code, 0 if it is none
     */
    public int code() {
        return code;
    }

    /**
     * The description of the error.
     *
     * @return the description, empty if it is none
     */
    public String description() {
        return description;
    }

    /**
     * Its headers.
     *
     * @return the headers, empty if there are none
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The first value of a header.
     *
     * @param name the header's name, in whatever case
     * @return the value, or {@code null} if there is none
     */
    public @Nullable String header(String name) {
        List<String> values = headers.getIgnoreCase(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /**
     * Its payload.
     *
     * @return the bytes, empty if there are none
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Its payload as text.
     *
     * @return the text, empty if there is none
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Its payload as an object, read by the codec of its content type, or by the default codec.
     *
     * @param type the type
     * @return the object; {@code null} if that is what the payload says
     * @throws io.github.natsmicro.codec.PayloadCodecException if it is no such object
     */
    public @Nullable Object body(Type type) {
        return codecs.decode(body, type, header("Content-Type"), codecs.defaultCodec());
    }

    PayloadCodecs codecs() {
        return codecs;
    }

    /** What it is, as the second half of a sentence. */
    String clause() {
        return kind == Kind.ERROR ? "the error %d \"%s\"".formatted(code, description) : kind.toString();
    }

    /** What it carries, in lines of their own; empty if there is no reply. */
    String details() {
        if (kind != Kind.REPLY && kind != Kind.ERROR) {
            return "";
        }
        String lines = headers.entrySet().stream()
                // The code and the description have been told.
                .filter(header -> !header.getKey().startsWith(ErrorHeaders.DESCRIPTION))
                .map(header -> "  %s: %s\n".formatted(header.getKey(), String.join(", ", header.getValue())))
                .collect(Collectors.joining());
        return "\n" + (lines.isEmpty() ? "  no headers\n" : lines) + "  " + Payloads.describe(body);
    }

    /**
     * Starts assertions.
     *
     * @return assertions on it
     * @deprecated to be called by {@link org.assertj.core.api.Assertions#assertThat(AssertProvider)} only
     */
    @Override
    @Deprecated
    public ReplyAssert assertThat() {
        return new ReplyAssert(this);
    }

    @Override
    public String toString() {
        return "request to \"%s\": %s%s".formatted(subject, clause(), details());
    }
}
