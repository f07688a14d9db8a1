// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.spring.client.NatsRequestSpec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * A request that is going to be made. Each method that chooses something returns a new one. {@code assertThat} makes the
 * request, each time it is called; {@link #exchange} makes it for several assertions.
 */
public final class TestRequest implements AssertProvider<ReplyAssert> {

    private static final String JSON = "application/json";

    private final String subject;
    private final NatsRequestSpec spec;
    private final PayloadCodecs codecs;

    TestRequest(String subject, NatsRequestSpec spec, PayloadCodecs codecs) {
        this.subject = subject;
        this.spec = spec;
        this.codecs = codecs;
    }

    private TestRequest with(NatsRequestSpec changed) {
        return new TestRequest(subject, changed, codecs);
    }

    /**
     * Fills a variable of the subject, such as {@code id} in {@code orders.get.{id}}.
     *
     * @param name the variable's name
     * @param value its value, which becomes one token of the subject
     * @return a new request
     */
    public TestRequest variable(String name, Object value) {
        return with(spec.variable(name, value));
    }

    /**
     * Adds a header.
     *
     * @param name the header's name
     * @param values its values
     * @return a new request
     * @throws IllegalArgumentException if a header can not carry that
     */
    public TestRequest header(String name, String... values) {
        return with(spec.header(name, values));
    }

    /**
     * Says what the body is, which chooses the codec that writes it.
     *
     * @param contentType the content type
     * @return a new request
     */
    public TestRequest contentType(String contentType) {
        return with(spec.contentType(contentType));
    }

    /**
     * Says what the reply may be. Services answer with a content type only if they are asked like this.
     *
     * @param contentTypes the content types, in the form of HTTP's header
     * @return a new request
     */
    public TestRequest accept(String... contentTypes) {
        return with(spec.accept(contentTypes));
    }

    /**
     * Sets the body.
     *
     * @param body bytes or text as they are, or an object that the codec of the content type writes, without one the
     *     default codec; {@code null} for an empty payload
     * @return a new request
     */
    public TestRequest body(@Nullable Object body) {
        return with(spec.body(body));
    }

    /**
     * Sets a body of JSON, and the content type.
     *
     * @param body a {@code String} that is JSON, or an object to be written as JSON
     * @return a new request
     */
    public TestRequest json(Object body) {
        return with(spec.contentType(JSON).body(body));
    }

    /**
     * Sets how long to wait for the reply, or for the first and for each next element of a stream.
     *
     * @param timeout more than zero
     * @return a new request
     * @throws IllegalArgumentException if it is zero or negative
     */
    public TestRequest timeout(Duration timeout) {
        return with(spec.timeout(timeout));
    }

    /**
     * Makes the request and waits for the reply.
     *
     * @return the reply, or that there was none
     * @throws RequestException if the request could not be made, as the connection is closed
     * @throws IllegalArgumentException if the subject can not be sent to, as a variable has no value
     */
    public TestReply exchange() {
        try {
            return TestReply.of(subject, spec.exchange(byte[].class), codecs);
        } catch (RequestException ex) {
            return failed(ex);
        }
    }

    private TestReply failed(RequestException failure) {
        if (failure instanceof ServiceErrorException error) {
            return TestReply.error(subject, error, codecs);
        }
        if (failure instanceof NoRespondersException) {
            return TestReply.none(subject, TestReply.Kind.NO_RESPONDERS, codecs);
        }
        if (failure instanceof RequestTimeoutException) {
            return TestReply.none(subject, TestReply.Kind.TIMED_OUT, codecs);
        }
        throw failure;
    }

    /**
     * Makes the request to a streaming endpoint, and reads the stream to its end.
     *
     * @return the stream as it was
     * @throws RequestException if the request could not be made, as the connection is closed
     */
    public TestStream stream() {
        return stream(Integer.MAX_VALUE);
    }

    /**
     * Makes the request to a streaming endpoint, and reads the beginning of the stream. The endpoint is not told that nobody
     * reads on: it sends the rest, or until its own timeout.
     *
     * @param maxElements how many elements to read at most; the stream is left then
     * @return the stream as far as it was read
     * @throws RequestException if the request could not be made, as the connection is closed
     */
    public TestStream stream(int maxElements) {
        List<byte[]> elements = new ArrayList<>();
        try (Stream<byte[]> stream = spec.retrieveStream(byte[].class)) {
            stream.limit(maxElements).forEach(elements::add);
        } catch (RequestException ex) {
            return new TestStream(elements, failed(ex), codecs);
        }
        TestReply.Kind end = elements.size() < maxElements ? TestReply.Kind.REPLY : TestReply.Kind.LEFT;
        return new TestStream(elements, TestReply.none(subject, end, codecs), codecs);
    }

    /** Sends the request as a message that asks for no reply. Whether somebody got it is not known. */
    public void send() {
        spec.send();
    }

    /**
     * Makes the request.
     *
     * @return assertions on the reply
     * @deprecated to be called by {@link org.assertj.core.api.Assertions#assertThat(AssertProvider)} only
     */
    @Override
    @Deprecated
    public ReplyAssert assertThat() {
        return new ReplyAssert(exchange());
    }
}
