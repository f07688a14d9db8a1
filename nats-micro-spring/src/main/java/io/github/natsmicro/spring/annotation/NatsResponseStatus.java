// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Says which error (ADR-32, "Error Handling") an exception is answered with. It stands on the exception's class, a
 * superclass or another annotation, and counts for exceptions that have such a one as a cause, too. On a {@link
 * org.springframework.messaging.handler.annotation.MessageExceptionHandler} method it gives the error whose body the method
 * returns.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NatsResponseStatus {

    /**
     * Alias of {@link #code()}.
     *
     * @return the code
     */
    @AliasFor("code")
    int value() default 500;

    /**
     * The code, as the service defines its codes; HTTP's are customary.
     *
     * @return the code
     */
    @AliasFor("value")
    int code() default 500;

    /**
     * What went wrong, in one line. Placeholders are resolved, and what comes of it may be the code of a message in the
     * context's {@link org.springframework.context.MessageSource}.
     *
     * @return the description; empty for HTTP's phrase for the code, such as {@code Not Found}. What the exception says
     *     itself is not shown
     */
    String description() default "";

    /**
     * Whether the caller is shown the message of the exception, unless that is empty. By default it is not, as it may tell
     * what only the log should know.
     *
     * @return whether the message goes before the description
     */
    boolean showMessage() default false;
}
