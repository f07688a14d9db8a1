// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Holds the {@link NatsEndpoint} annotations of one place where there are several. */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NatsEndpoints {

    /**
     * The annotations.
     *
     * @return the annotations in their order
     */
    NatsEndpoint[] value();
}
