// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpoints;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;

/** Finds interfaces that describe endpoints, without loading them. */
final class NatsClientScanner extends ClassPathScanningCandidateComponentProvider {

    NatsClientScanner(Environment environment, ResourceLoader resourceLoader) {
        super(false, environment);
        setResourceLoader(resourceLoader);
        addIncludeFilter((reader, factory) -> isClient(reader.getAnnotationMetadata()));
    }

    private static boolean isClient(AnnotationMetadata type) {
        return type.isInterface()
                && !type.isAnnotation()
                && (type.getAnnotations().isPresent(NatsClient.class)
                        || type.getDeclaredMethods().stream().anyMatch(NatsClientScanner::isEndpoint));
    }

    private static boolean isEndpoint(MethodMetadata method) {
        return method.getAnnotations().isPresent(NatsEndpoint.class)
                || method.getAnnotations().isPresent(NatsEndpoints.class);
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
        return definition.getMetadata().isIndependent();
    }
}
