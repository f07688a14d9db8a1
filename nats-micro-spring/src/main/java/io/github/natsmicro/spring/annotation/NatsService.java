// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the endpoints of a class a service of their own. Classes that name the same service and version share it; what
 * else they say of it must agree. Placeholders are resolved in every attribute.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
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
}
