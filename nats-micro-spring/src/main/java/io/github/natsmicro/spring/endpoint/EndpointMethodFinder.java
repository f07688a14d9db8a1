// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;

/**
 * Finds the endpoint methods of all beans by the beans' types, so that no bean is created for it. It sees through
 * proxies, and finds annotations that were inherited or stand on an interface.
 */
public final class EndpointMethodFinder {

    private final BeanTypes types;
    private final ContractReader reader;

    /**
     * Creates a finder.
     *
     * @param beanFactory the beans
     */
    public EndpointMethodFinder(ConfigurableListableBeanFactory beanFactory) {
        this.types = new BeanTypes(beanFactory);
        this.reader = new ContractReader(new EmbeddedValueResolver(beanFactory));
    }

    /**
     * Finds the methods.
     *
     * @return the methods in the order of the bean definitions, those of a bean by their names
     * @throws InvalidDefinitionException if what is said of a method can not be, or its bean can not be called. Whether its
     *     signature can be used is checked later
     */
    public List<EndpointMethod> find() {
        List<EndpointMethod> found = new ArrayList<>();
        EmptyContracts empty = new EmptyContracts();
        for (String beanName : types.names()) {
            checkFactory(beanName);
            Class<?> type = types.targetClass(beanName);
            if (type != null) {
                List<Method> methods = EndpointMethods.of(type);
                methods.forEach(method -> found.addAll(read(beanName, type, method)));
                empty.add(type, !methods.isEmpty());
            }
        }
        empty.warn();
        return found;
    }

    private List<EndpointMethod> read(String beanName, Class<?> type, Method method) {
        types.checkInvocable(beanName, method);
        List<EndpointDefinition> definitions = reader.endpoints(type, method);
        List<ServiceAttributes> services = reader.services(type, method);
        if (services.isEmpty()) {
            return definitions.stream()
                    .map(definition -> new EndpointMethod(beanName, type, method, definition, null))
                    .toList();
        }
        return services.stream()
                .flatMap(service -> definitions.stream()
                        .map(definition -> new EndpointMethod(beanName, type, method, definition, service)))
                .toList();
    }

    private void checkFactory(String beanName) {
        Class<?> factory = types.factoryClass(beanName);
        if (factory != null) {
            EndpointMethods.of(factory).stream().findFirst().ifPresent(method -> {
                throw new InvalidDefinitionException(
                        "The endpoint method %s is one of the FactoryBean \"%s\", whose bean is what it makes."
                                .formatted(ContractReader.describe(method), beanName),
                        "Move the method to the object that is made, or to a bean of its own.",
                        null);
            });
        }
    }
}
