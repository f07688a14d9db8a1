// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a method of any bean an endpoint of a NATS service: of the service that {@link NatsService} on its class names,
 * else of the application's default service. Placeholders ({@code ${...}}) and expressions ({@code #{...}}) are resolved in
 * every attribute; one that can not be read stops the start.
 *
 * <p>The method may take the request's payload ({@code byte[]}, {@code String} or an object that a codec reads), the parts
 * of the subject that {@code {name}} stands for, headers, and the {@link io.github.natsmicro.Request} itself. What it
 * returns is the reply; a {@code void} method replies with an empty message, unless it has replied through the {@code
 * Request}.
 *
 * <p>The annotation may stand on the method of an interface or of a base class, and on another annotation, which then
 * stands for it. Of a method that overrides another, the nearest annotations count. Where it is repeated, the method is
 * several endpoints.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NatsEndpoints.class)
public @interface NatsEndpoint {

    /**
     * Alias of {@link #subject()}.
     *
     * @return the subject
     */
    @AliasFor("subject")
    String value() default "";

    /**
     * The subject below the class's {@link NatsGroup}. A token {@code {name}} stands for any one token, {@code {*name}} at
     * the end for the rest; a method reads them with {@code @DestinationVariable}.
     *
     * @return the subject; empty for the endpoint's name
     */
    @AliasFor("value")
    String subject() default "";

    /**
     * The endpoint's name: letters, digits, {@code -} and {@code _}.
     *
     * @return the name; empty for the method's name
     */
    String name() default "";

    /**
     * The queue group: each request goes to one of its members.
     *
     * @return the name; empty for the group's, else the service's, else {@code q}
     */
    String queueGroup() default "";

    /**
     * Whether the endpoint has no queue group, so that each request goes to every instance.
     *
     * @return {@code true} or {@code false}; empty for {@code false}, which leaves the choice to {@link #queueGroup()}
     */
    String queueGroupDisabled() default "";

    /**
     * Metadata that clients see in {@code $SRV.INFO}.
     *
     * @return entries of the form {@code key=value}
     */
    String[] metadata() default {};

    /**
     * How the method is called: {@code parallel}, {@code ordered} (one request after the other) or {@code non-blocking} (on
     * the thread that delivers the requests, so that the method must not block). Case does not matter, and {@code _} may
     * stand for {@code -}.
     *
     * @return the choice; empty for {@code parallel}
     * @see io.github.natsmicro.Concurrency
     */
    String concurrency() default "";

    /**
     * How many requests are handled at once.
     *
     * @return a number of at least 1; empty for 64
     */
    String maxInFlight() default "";

    /**
     * How many more requests may wait for their turn; beyond them the answer is {@code 503} at once.
     *
     * @return a number of at least 0, or {@code -1} or {@code unlimited} for any number; empty for 16384
     */
    String maxWaiting() default "";

    /**
     * How many bytes of payload the requests in flight and those that wait may have together.
     *
     * @return a number of bytes or a size such as {@code 16MB}, or {@code -1} or {@code unlimited} for any number; empty for
     *     64MB
     * @see org.springframework.util.unit.DataSize
     */
    String maxBytes() default "";

    /**
     * How long a request may take, from its arrival to its answer; then it is answered {@code 504}. A caller's {@code
     * Request-Timeout} makes it shorter.
     *
     * @return a time in one of Spring's styles, such as {@code 500ms}, {@code 5s}, {@code 1m30s} or {@code PT5S}, in
     *     milliseconds if it has no unit; empty for no limit but the caller's
     */
    String timeout() default "";

    /**
     * Whether the endpoint answers with any number of messages and an empty one at the end.
     *
     * @return {@code true} or {@code false}; empty for {@code false}
     */
    String streaming() default "";

    /**
     * The codec that reads and writes payloads where the caller says nothing else.
     *
     * @return the name of a codec bean, or the content type of a codec; empty for the default
     */
    String codec() default "";

    /**
     * The error to answer with where the method has no value to reply: an empty {@code Optional} or {@code Mono}, or {@code
     * null}.
     *
     * @return the error as {@code code:description}, or the code alone; empty for an empty reply
     */
    String whenEmpty() default "";

    /**
     * The content type that each reply declares, also to callers who have not asked. An object is written by the codec for
     * it, if there is one, whatever the caller sent.
     *
     * @return the content type, empty for none
     */
    String produces() default "";

    /**
     * Whether the endpoint is there to talk to this one instance of the service: its subject ends with the id of the service
     * as one more token, and it has no queue group.
     *
     * @return {@code true} or {@code false}; empty for {@code false}
     */
    String instanceOnly() default "";

    /**
     * Whether the endpoint takes requests as soon as its service runs. One that does not is shown, and takes none until it is
     * {@linkplain io.github.natsmicro.Endpoint#resume() resumed}.
     *
     * @return {@code true} or {@code false}; empty for {@code true}
     */
    String autoStartup() default "";
}
