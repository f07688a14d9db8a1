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
 * Gives the endpoints of a class a service of their own. Classes that name the same service and version share it; what
 * else they say of it must agree. Placeholders ({@code ${...}}) and expressions ({@code #{...}}) are resolved in every
 * attribute.
 *
 * <p>A class that is nested in another belongs to the service of that one, unless it names one itself. Where the annotation
 * is repeated, each endpoint belongs to each of the services. Of a class and its base classes the nearest annotations
 * count; those of an interface count for the methods that it declares, where the class has none.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NatsServices.class)
public @interface NatsService {

    /**
     * The service's name: letters, digits, {@code -} and {@code _}.
     *
     * @return the name
     */
    String name();

    /**
     * The service's version by Semantic Versioning.
     *
     * @return the version
     */
    String version();

    /**
     * What the service is for.
     *
     * @return the description, empty for none
     */
    String description() default "";

    /**
     * Metadata that clients see with every document of the service.
     *
     * @return entries of the form {@code key=value}
     */
    String[] metadata() default {};

    /**
     * The queue group of those endpoints that name none themselves, nor have it of their group.
     *
     * @return the name; empty for {@code q}
     */
    String queueGroup() default "";

    /**
     * Whether those endpoints that name no queue group themselves, nor have one of their group, have none, so that each
     * request goes to every instance.
     *
     * @return {@code true} or {@code false}; empty for {@code false}, which leaves the choice to {@link #queueGroup()}
     */
    String queueGroupDisabled() default "";

    /**
     * The connection that the service is offered on.
     *
     * @return the name of an {@link io.nats.client.Connection} bean; empty for the one of all services that name none
     */
    String connection() default "";
}
