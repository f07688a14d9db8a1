// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.boot.test.TestReply.Kind;
import io.github.natsmicro.codec.PayloadCodecException;
import java.lang.reflect.Type;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractByteArrayAssert;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.json.JsonContent;
import org.springframework.test.json.JsonContentAssert;

/** Assertions on what came of a request. When they fail, they show the reply. */
public final class ReplyAssert extends AbstractAssert<ReplyAssert, TestReply> {

    private static final String CONTENT_TYPE = "Content-Type";

    ReplyAssert(TestReply actual) {
        super(actual, ReplyAssert.class);
    }

    /**
     * Verifies that the service replied, and not with an error.
     *
     * @return this
     */
    public ReplyAssert isReply() {
        return is(Kind.REPLY);
    }

    /**
     * Verifies that the service replied with an error.
     *
     * @return this
     */
    public ReplyAssert isError() {
        return is(Kind.ERROR);
    }

    /**
     * Verifies that the service replied with an error of a code.
     *
     * @param code the code
     * @return this
     */
    public ReplyAssert isError(int code) {
        if (actual.kind() != Kind.ERROR || actual.code() != code) {
            failAs("the error " + code);
        }
        return this;
    }

    /**
     * Verifies that nobody listens on the subject.
     *
     * @return this
     */
    public ReplyAssert hasNoResponders() {
        return is(Kind.NO_RESPONDERS);
    }

    /**
     * Verifies that somebody listens on the subject, but did not reply in time.
     *
     * @return this
     */
    public ReplyAssert isTimedOut() {
        return is(Kind.TIMED_OUT);
    }

    private ReplyAssert is(Kind kind) {
        if (actual.kind() != kind) {
            failAs(kind.toString());
        }
        return this;
    }

    private void failAs(String expected) {
        fail("Expecting the request to \"%s\" to get %s, but it got %s%s"
                .formatted(
                        actual.subject(),
                        expected,
                        actual.clause(),
                        actual.details().isEmpty() ? "." : ":" + actual.details()));
    }

    private void fail(String sentence) {
        failWithMessage("%s", sentence);
    }

    /**
     * Verifies the description of the error.
     *
     * @param description the whole description
     * @return this
     */
    public ReplyAssert hasDescription(String description) {
        if (!isError().actual.description().equals(description)) {
            failAs("an error \"%s\"".formatted(description));
        }
        return this;
    }

    /**
     * Looks at the description of the error.
     *
     * @return assertions on the description
     */
    public AbstractStringAssert<?> description() {
        return Assertions.assertThat(isError().actual.description()).as(describe("the description"));
    }

    /**
     * Verifies that the reply has a header.
     *
     * @param name the header's name, in whatever case
     * @return this
     */
    public ReplyAssert hasHeader(String name) {
        if (answered().header(name) == null) {
            failAs("a header %s".formatted(name));
        }
        return this;
    }

    /**
     * Verifies the first value of a header of the reply.
     *
     * @param name the header's name, in whatever case
     * @param value the value
     * @return this
     */
    public ReplyAssert hasHeader(String name, String value) {
        if (!value.equals(answered().header(name))) {
            failAs("a header %s: %s".formatted(name, value));
        }
        return this;
    }

    /**
     * Verifies that the reply has no such header.
     *
     * @param name the header's name, in whatever case
     * @return this
     */
    public ReplyAssert doesNotHaveHeader(String name) {
        if (answered().header(name) != null) {
            failAs("no header %s".formatted(name));
        }
        return this;
    }

    /**
     * Verifies the content type of the reply.
     *
     * @param contentType the content type
     * @return this
     */
    public ReplyAssert hasContentType(String contentType) {
        return hasHeader(CONTENT_TYPE, contentType);
    }

    /**
     * Verifies that the reply, or the error, has no body.
     *
     * @return this
     */
    public ReplyAssert hasEmptyBody() {
        if (answered().body().length != 0) {
            failAs("an empty body");
        }
        return this;
    }

    /**
     * Verifies the body of the reply, or of the error, as text.
     *
     * @param text the whole text
     * @return this
     */
    public ReplyAssert hasText(String text) {
        if (!answered().text().equals(text)) {
            failAs("the text \"%s\"".formatted(text));
        }
        return this;
    }

    /**
     * Looks at the body of the reply, or of the error, as bytes.
     *
     * @return assertions on the bytes
     */
    public AbstractByteArrayAssert<?> bytes() {
        return Assertions.assertThat(answered().body()).as(describe("the body"));
    }

    /**
     * Looks at the body of the reply, or of the error, as text.
     *
     * @return assertions on the text
     */
    public AbstractStringAssert<?> text() {
        return Assertions.assertThat(answered().text()).as(describe("the body"));
    }

    /**
     * Looks at the body of the reply, or of the error, as JSON. Paths are read by {@code json-path}, and documents compared
     * by {@code jsonassert}, which the starter for tests brings.
     *
     * @return assertions on the JSON
     */
    public JsonContentAssert json() {
        return new JsonContent(answered().text(), new CodecConverter(actual.codecs()))
                .assertThat()
                .as(describe("the body"));
    }

    /**
     * Looks at the body of the reply, or of the error, as an object, read by the codec of its content type.
     *
     * @param <T> the type
     * @param type the type
     * @return assertions on the object
     */
    @SuppressWarnings("unchecked") // the codec reads what it is asked for
    public <T> AbstractObjectAssert<?, @Nullable T> bodyAs(Class<T> type) {
        return Assertions.<@Nullable T>assertThat((T) read(type)).as(describe("the body"));
    }

    /**
     * Looks at the body of the reply, or of the error, as an object, read by the codec of its content type.
     *
     * @param <T> the type
     * @param type the type
     * @return assertions on the object
     */
    @SuppressWarnings("unchecked") // the codec reads what it is asked for
    public <T> AbstractObjectAssert<?, @Nullable T> bodyAs(ParameterizedTypeReference<T> type) {
        return Assertions.<@Nullable T>assertThat((T) read(type.getType())).as(describe("the body"));
    }

    /**
     * Looks at the body of the reply, or of the error, with assertions for its type.
     *
     * <pre>{@code
     * .bodyAs(InstanceOfAssertFactories.list(Order.class)).hasSize(3)
     * }</pre>
     *
     * @param <T> the type
     * @param <A> the kind of assertions
     * @param factory makes the assertions, for an object of the type that it asks for
     * @return the assertions
     */
    // The codec reads what it is asked for; that it may be nothing the assertions themselves know.
    @SuppressWarnings({"unchecked", "NullAway"})
    public <T, A extends AbstractAssert<?, ?>> A bodyAs(AssertFactory<T, A> factory) {
        return factory.createAssert(type -> (T) read(type));
    }

    private @Nullable Object read(Type type) {
        try {
            return answered().body(type);
        } catch (PayloadCodecException ex) {
            failAs("a body that is %s (%s)".formatted(type.getTypeName(), ex.getMessage()));
            return null;
        }
    }

    private TestReply answered() {
        if (actual.kind() != Kind.REPLY && actual.kind() != Kind.ERROR) {
            failAs("a reply");
        }
        return actual;
    }

    private String describe(String part) {
        return "%s of the reply from \"%s\"".formatted(part, actual.subject());
    }
}
