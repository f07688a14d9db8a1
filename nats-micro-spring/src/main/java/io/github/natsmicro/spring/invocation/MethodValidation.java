// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import org.jspecify.annotations.Nullable;

/** Checks the arguments and the result of one method by their constraints. */
interface MethodValidation {

    /** Checks nothing. */
    MethodValidation NONE = new MethodValidation() {

        @Override
        public void checkArguments(Object bean, @Nullable Object[] arguments) {}

        @Override
        public @Nullable Object checkResult(Object bean, @Nullable Object result) {
            return result;
        }

        @Override
        public void checkElement(Object bean, @Nullable Object element) {}
    };

    /**
     * Checks arguments.
     *
     * @param bean the bean that is to be called, or its proxy
     * @param arguments the arguments
     * @throws org.springframework.validation.method.MethodValidationException if they violate constraints
     */
    void checkArguments(Object bean, @Nullable Object[] arguments);

    /**
     * Checks a result, or arranges for it to be checked when it comes.
     *
     * @param bean the bean that was called, or its proxy
     * @param result what it returned
     * @return the result, or what takes its place
     * @throws org.springframework.validation.method.MethodValidationException if it violates constraints
     */
    @Nullable
    Object checkResult(Object bean, @Nullable Object result);

    /**
     * Checks what a stream or a publisher, which was the result, has delivered.
     *
     * @param bean the bean that was called, or its proxy
     * @param element the element
     * @throws org.springframework.validation.method.MethodValidationException if it violates constraints
     */
    void checkElement(Object bean, @Nullable Object element);
}
