// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractHints;
import io.github.natsmicro.spring.invocation.TargetClasses;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Registers hints for the endpoint methods of a bean. */
final class EndpointAotProcessor implements BeanRegistrationAotProcessor {

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Class<?> type = TargetClasses.find(bean.getBeanFactory(), bean.getBeanName());
        if (type == null) {
            return null;
        }
        List<Method> methods = EndpointMethods.of(type);
        return methods.isEmpty()
                ? null
                : (generation, code) -> {
                    ContractHints hints =
                            new ContractHints(generation.getRuntimeHints().reflection());
                    methods.forEach(method -> hints.register(type, method));
                };
    }
}
