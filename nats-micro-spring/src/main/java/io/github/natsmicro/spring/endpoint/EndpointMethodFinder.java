// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds the endpoint methods of all beans by the beans' types, so that no bean is created for it. It sees through
 * proxies, and finds annotations that were inherited or stand on an interface.
 */
public final class EndpointMethodFinder {

    private static final Logger logger = LoggerFactory.getLogger(EndpointMethodFinder.class);

    private final ConfigurableListableBeanFactory beanFactory;

    /**
     * Creates a finder.
     *
     * @param beanFactory the beans
     */
    public EndpointMethodFinder(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Finds the methods.
     *
     * @return the methods in the order of the bean definitions, those of a bean by their names
     * @throws InvalidDefinitionException if a method can not be an endpoint
     */
    public List<EndpointMethod> find() {
        ContractReader reader = new ContractReader(new EmbeddedValueResolver(beanFactory));
        ArgumentKinds kinds = ArgumentKinds.of(beanFactory);
        List<EndpointMethod> found = new ArrayList<>();
        for (String beanName : beanFactory.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(beanName) ? null : targetClass(beanName);
            if (type != null && AnnotationUtils.isCandidateClass(type, NatsEndpoint.class)) {
                annotatedMethods(type).stream()
                        // The JVM gives methods in no certain order; discovery should not change with the weather.
                        .sorted(Comparator.comparing(ContractReader::describe))
                        .forEach(method -> found.addAll(read(reader, kinds, beanName, type, method)));
            }
        }
        return found;
    }

    private List<EndpointMethod> read(
            ContractReader reader, ArgumentKinds kinds, String beanName, Class<?> type, Method method) {
        SignatureCheck.check(method, kinds);
        checkProxy(beanName, method);
        List<EndpointDefinition> definitions = reader.endpoints(type, method);
        List<ServiceAttributes> services = reader.services(type, method);
        if (services.isEmpty()) {
            return definitions.stream()
                    .map(definition -> new EndpointMethod(beanName, method, definition, null))
                    .toList();
        }
        return services.stream()
                .flatMap(service -> definitions.stream()
                        .map(definition -> new EndpointMethod(beanName, method, definition, service)))
                .toList();
    }

    private void checkProxy(String beanName, Method method) {
        Class<?> exposed = beanFactory.getType(beanName, false);
        if (exposed == null) {
            return;
        }
        try {
            AopUtils.selectInvocableMethod(method, exposed);
        } catch (IllegalStateException ex) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s can not be called through the proxy of bean \"%s\", which does not have it."
                            .formatted(ContractReader.describe(method), beanName),
                    "Declare the method in an interface of the bean, or have the class proxied (proxyTargetClass=true) and"
                            + " the method not private.",
                    ex);
        }
    }

    private static Set<Method> annotatedMethods(Class<?> type) {
        try {
            return MethodIntrospector.selectMethods(type, ContractReader::isEndpoint);
        } catch (LinkageError | TypeNotPresentException ex) {
            // A class that names one that is absent may be a bean that nobody ever asks for.
            logger.debug("The methods of {} can not be looked at for @NatsEndpoint.", type.getName(), ex);
            return Set.of();
        }
    }

    private @Nullable Class<?> targetClass(String beanName) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, beanName);
        if (type != null && ScopedObject.class.isAssignableFrom(type)) {
            String target = ScopedProxyUtils.getTargetBeanName(beanName);
            Class<?> targetType = AutoProxyUtils.determineTargetClass(beanFactory, target);
            return targetType == null ? type : targetType;
        }
        return type != null && Proxy.isProxyClass(type) ? behindProxy(beanName, type) : type;
    }

    /** A proxy whose maker has not told the bean factory of the class is asked for it, if it is there already. */
    private Class<?> behindProxy(String beanName, Class<?> type) {
        Object bean = beanFactory.getSingleton(beanName);
        return bean instanceof TargetClassAware ? AopProxyUtils.ultimateTargetClass(bean) : type;
    }
}
