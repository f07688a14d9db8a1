// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** A validator that needs no expression language. */
@Configuration(proxyBeanMethods = false)
class ValidatorConfiguration {

    @Bean
    static LocalValidatorFactoryBean validator() {
        LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
        validator.setMessageInterpolator(new ParameterMessageInterpolator());
        return validator;
    }
}
