// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts all endpoints of a class into a group: a common prefix of their subjects. Placeholders ({@code ${...}}) and
 * expressions ({@code #{...}}) are resolved in every attribute.
 *
 * <p>A class that is nested in another lies inside the groups of that one. Where the annotation is repeated, each endpoint
 * is there in each of the groups. Of a class and its base classes the nearest annotations count; those of an interface
 * count for the methods that it declares, where the class has none.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NatsGroups.class)
public @interface NatsGroup {

    /**
     * The prefix, which may have several tokens. A token {@code {name}} stands for any one token, as in a subject.
     *
     * @return the name of the group; an empty one adds nothing to the subjects
     */
    String value();

    /**
     * The queue group of those endpoints that name none themselves.
     *
     * @return the name; empty for the service's
     */
    String queueGroup() default "";

    /**
     * Whether those endpoints that name no queue group themselves have none, so that each request goes to every instance.
     *
     * @return {@code true} or {@code false}; empty for {@code false}, which leaves the choice to {@link #queueGroup()}
     */
    String queueGroupDisabled() default "";
}
