// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.ContractHints;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.RemoteContract;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Registers hints for a bean that is a client, or that may be one as its type is an interface with endpoints. */
final class NatsClientAotProcessor implements BeanRegistrationAotProcessor {

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Class<?> type = NatsClientFactoryBean.class == bean.getBeanClass()
                ? bean.getBeanType().as(FactoryBean.class).getGeneric().resolve()
                : bean.getBeanClass();
        return type != null && isContract(type)
                ? (generation, code) -> register(type, generation.getRuntimeHints())
                : null;
    }

    private static boolean isContract(Class<?> type) {
        return type.isInterface() && Arrays.stream(type.getMethods()).anyMatch(ContractReader::isEndpoint);
    }

    private static void register(Class<?> type, RuntimeHints hints) {
        hints.proxies().registerJdkProxy(type, RemoteContract.class);
        ContractHints contract = new ContractHints(hints.reflection());
        for (Method method : type.getMethods()) {
            if (ContractReader.isEndpoint(method)) {
                contract.register(type, method);
            } else if (method.isDefault()) {
                hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
            }
        }
    }
}
