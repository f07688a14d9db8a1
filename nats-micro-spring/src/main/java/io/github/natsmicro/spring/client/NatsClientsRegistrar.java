// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Registers a bean for each client that {@link EnableNatsClients} asks for. */
final class NatsClientsRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;
    private final ResourceLoader resourceLoader;

    NatsClientsRegistrar(Environment environment, ResourceLoader resourceLoader) {
        this.environment = environment;
        this.resourceLoader = resourceLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        MergedAnnotation<EnableNatsClients> annotation =
                metadata.getAnnotations().get(EnableNatsClients.class);
        for (String type : types(annotation, metadata)) {
            if (!registry.containsBeanDefinition(type)) {
                registry.registerBeanDefinition(type, definition(type, annotation.getString("proxyFactory")));
            }
        }
    }

    private Set<String> types(MergedAnnotation<EnableNatsClients> annotation, AnnotationMetadata metadata) {
        Set<String> types = new LinkedHashSet<>();
        for (Class<?> client : annotation.getClassArray("clients")) {
            types.add(client.getName());
        }
        Set<String> packages = new LinkedHashSet<>();
        Arrays.stream(annotation.getStringArray("basePackages"))
                .map(environment::resolvePlaceholders)
                .forEach(packages::add);
        Arrays.stream(annotation.getClassArray("basePackageClasses"))
                .map(Class::getPackageName)
                .forEach(packages::add);
        if (packages.isEmpty() && types.isEmpty()) {
            packages.add(ClassUtils.getPackageName(metadata.getClassName()));
        }
        NatsClientScanner scanner = new NatsClientScanner(environment, resourceLoader);
        for (String basePackage : packages) {
            for (BeanDefinition found : scanner.findCandidateComponents(basePackage)) {
                String type = Objects.requireNonNull(found.getBeanClassName());
                // One with type parameters is what clients have in common, and none itself.
                if (resolve(type).getTypeParameters().length == 0) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    private Class<?> resolve(String type) {
        return ClassUtils.resolveClassName(type, resourceLoader.getClassLoader());
    }

    private RootBeanDefinition definition(String typeName, String proxyFactory) {
        Class<?> type = resolve(typeName);
        RootBeanDefinition definition = new RootBeanDefinition(NatsClientFactoryBean.class);
        // This is what remains of the type when the definition has become code; the attribute does not.
        definition.setTargetType(ResolvableType.forClassWithGenerics(NatsClientFactoryBean.class, type));
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(1, proxyFactory);
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
        definition.setFallback(true);
        definition.addQualifier(new AutowireCandidateQualifier(NatsClient.class));
        definition.setDescription("NATS client of " + typeName);
        return definition;
    }
}
