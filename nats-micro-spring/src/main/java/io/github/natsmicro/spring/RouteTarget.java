// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.contract.EndpointFunction;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What handles the requests of an endpoint that a router defines. */
sealed interface RouteTarget {

    /** A function, and what it wants the payload to be read as, {@code null} for nothing. */
    record OfFunction(@Nullable Type payload, EndpointFunction<?> function) implements RouteTarget {}

    /** A method of a bean by its name, and by the types of its parameters unless there are none given. */
    record OfName(String beanName, String methodName, List<Class<?>> parameterTypes) implements RouteTarget {}

    /** A method of a bean. */
    record OfMethod(String beanName, Method method) implements RouteTarget {}
}
