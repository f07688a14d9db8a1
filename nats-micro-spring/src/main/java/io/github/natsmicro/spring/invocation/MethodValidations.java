// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.ContractReader;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;

/** Decides for each method once whether there is something to check. Without a validator there never is. */
@FunctionalInterface
interface MethodValidations {

    /**
     * The check of a method.
     *
     * @param beanType the class of its bean, behind proxies
     * @param method the method
     * @return the check; {@link MethodValidation#NONE} if the method has no constraints
     * @throws io.github.natsmicro.spring.contract.InvalidDefinitionException if constraints can not be where they are
     */
    MethodValidation of(Class<?> beanType, Method method);

    /** Checks by the validator among the beans, if there is one. */
    static MethodValidations of(ConfigurableListableBeanFactory beanFactory) {
        // The validation API need not be there, and its classes are not named before it is known to be.
        MethodValidations found =
                ClassUtils.isPresent("jakarta.validation.Validator", MethodValidations.class.getClassLoader())
                        ? JakartaMethodValidations.find(beanFactory)
                        : null;
        if (found != null) {
            return found;
        }
        return new Unchecked();
    }

    /** Checks nothing, and says so of each method that wants to be checked. */
    final class Unchecked implements MethodValidations {

        private static final Logger logger = LoggerFactory.getLogger(MethodValidations.class);

        @Override
        public MethodValidation of(Class<?> beanType, Method method) {
            // The method of an interface may have the constraints, and Framework looks there too.
            boolean constrained = Arrays.stream(new AnnotatedMethod(method).getMethodParameters())
                    .flatMap(parameter -> Arrays.stream(parameter.getParameterAnnotations()))
                    .anyMatch(
                            annotation -> annotation.annotationType().getName().startsWith("jakarta.validation."));
            if (constrained) {
                logger.warn(
                        "The constraints in the parameters of the endpoint method {} are not checked: there is no"
                                + " jakarta.validation.Validator among the beans. Add one, in a Spring Boot application with"
                                + " spring-boot-starter-validation.",
                        ContractReader.describe(method));
            }
            return MethodValidation.NONE;
        }
    }
}
