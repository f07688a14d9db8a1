// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a method of any bean an endpoint of a NATS service: of the service that {@link NatsService} on its class names,
 * else of the application's default service. Placeholders are resolved in every attribute.
 *
 * <p>The method may take the request's payload ({@code byte[]}, {@code String} or an object that is read as JSON), the
 * parts of the subject that {@code {name}} stands for, headers, and the {@link io.github.natsmicro.Request} itself. What
 * it returns is the reply; a {@code void} method replies with an empty message, unless it has replied through the {@code
 * Request}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
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
     * Metadata that clients see in {@code $SRV.INFO}.
     *
     * @return entries of the form {@code key=value}
     */
    String[] metadata() default {};

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
     * The content type that each reply declares, also to callers who have not asked.
     *
     * @return the content type, empty for none
     */
    String produces() default "";
}
