// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
        Logger logger = LoggerFactory.getLogger(MethodValidations.class);
        logger.debug("There is no jakarta.validation.Validator among the beans. Constraints of endpoints are ignored.");
        return (beanType, method) -> MethodValidation.NONE;
    }
}
