// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Checks the arguments and the result of a method by their constraints. */
interface MethodValidation {

    /** Checks nothing. */
    MethodValidation NONE = new MethodValidation() {

        @Override
        public void checkArguments(Object bean, Method method, @Nullable Object[] arguments) {}

        @Override
        public void checkResult(Object bean, Method method, @Nullable Object result) {}
    };

    void checkArguments(Object bean, Method method, @Nullable Object[] arguments);

    void checkResult(Object bean, Method method, @Nullable Object result);
}
