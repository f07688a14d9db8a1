// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Puts all endpoints of a class into a group: a common prefix of their subjects. Placeholders are resolved. */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NatsGroup {

    /**
     * The prefix, which may have several tokens.
     *
     * @return the name of the group
     */
    String value();

    /**
     * The queue group of those endpoints that name none themselves.
     *
     * @return the name; empty for the service's
     */
    String queueGroup() default "";
}
