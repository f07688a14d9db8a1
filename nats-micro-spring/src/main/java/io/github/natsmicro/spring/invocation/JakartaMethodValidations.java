// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.metadata.MethodDescriptor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;

/** Checks by a Jakarta validator. This class is loaded only where the validation API is. */
final class JakartaMethodValidations implements MethodValidations {

    private final Validator validator;
    private final MethodValidationAdapter adapter;

    private JakartaMethodValidations(Validator validator) {
        this.validator = validator;
        this.adapter = new MethodValidationAdapter(validator);
    }

    /** Those by the validator among the beans, {@code null} if there is none. */
    static @Nullable MethodValidations find(ConfigurableListableBeanFactory beanFactory) {
        try {
            Validator validator = beanFactory.getBeanProvider(Validator.class).getIfAvailable();
            if (validator != null) {
                return new JakartaMethodValidations(validator);
            }
            ValidatorFactory factory =
                    beanFactory.getBeanProvider(ValidatorFactory.class).getIfAvailable();
            return factory == null ? null : new JakartaMethodValidations(factory.getValidator());
        } catch (NoUniqueBeanDefinitionException ex) {
            throw new InvalidDefinitionException(
                    "It is not clear which validator checks the constraints of endpoint methods: %s."
                            .formatted(ex.getMessage()),
                    "Mark one of the beans as @Primary.",
                    ex);
        }
    }

    @Override
    public MethodValidation of(Class<?> beanType, Method method) {
        JakartaMethodValidation check = new JakartaMethodValidation(
                adapter, new AnnotatedMethod(method), beanType, constraints(beanType, method));
        return check.isNeeded() ? check : MethodValidation.NONE;
    }

    private @Nullable MethodDescriptor constraints(Class<?> beanType, Method method) {
        try {
            return validator
                    .getConstraintsForClass(beanType)
                    .getConstraintsForMethod(method.getName(), method.getParameterTypes());
        } catch (ValidationException ex) {
            throw new InvalidDefinitionException(
                    "The constraints in %s can not be used: %s".formatted(beanType.getName(), ex.getMessage()),
                    "Correct them. For what comes later, in a stream, or in a Reply, put @Valid on the method itself.",
                    ex);
        }
    }
}
