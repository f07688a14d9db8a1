// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes the {@link org.springframework.messaging.handler.annotation.MessageExceptionHandler} methods of a bean those of all
 * endpoints, or of those that the attributes select. Several advices are asked in the order of {@link
 * org.springframework.core.annotation.Order} or {@link org.springframework.core.Ordered}, after the methods of the endpoint's
 * own bean; {@code io.github.natsmicro.spring.contract.NatsExceptionHandler} says the whole order.
 *
 * <p>Each attribute selects by the class of the endpoint's bean; a class that one of them selects is advised. Without any,
 * all are.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NatsEndpointAdvice {

    /**
     * Alias of {@link #basePackages()}.
     *
     * @return the packages
     */
    @AliasFor("basePackages")
    String[] value() default {};

    /**
     * Selects the classes of packages and of those below them. Placeholders are resolved.
     *
     * @return names of packages
     */
    @AliasFor("value")
    String[] basePackages() default {};

    /**
     * Selects the classes of the packages that these classes are in, and of those below them.
     *
     * @return a class for each package
     */
    Class<?>[] basePackageClasses() default {};

    /**
     * Selects the classes that extend or implement one of these.
     *
     * @return the classes and interfaces
     */
    Class<?>[] assignableTypes() default {};

    /**
     * Selects the classes that have one of these annotations, be it on a superclass, an interface or another annotation.
     *
     * @return the annotations
     */
    Class<? extends Annotation>[] annotations() default {};
}
