// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpoints;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsGroups;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.annotation.NatsServices;
import java.io.IOException;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Finds interfaces that describe endpoints, without loading them. */
final class NatsClientScanner extends ClassPathScanningCandidateComponentProvider {

    NatsClientScanner(Environment environment, ResourceLoader resourceLoader) {
        super(false, environment);
        setResourceLoader(resourceLoader);
        addIncludeFilter((reader, factory) -> isClient(reader.getAnnotationMetadata(), factory));
    }

    private static boolean isClient(AnnotationMetadata type, MetadataReaderFactory factory) throws IOException {
        if (!type.isInterface() || type.isAnnotation()) {
            return false;
        }
        MergedAnnotations annotations = type.getAnnotations();
        return annotations.isPresent(NatsClient.class)
                || declaresEndpoint(type)
                || ((annotations.isPresent(NatsGroup.class)
                                || annotations.isPresent(NatsGroups.class)
                                || annotations.isPresent(NatsService.class)
                                || annotations.isPresent(NatsServices.class))
                        && inheritsEndpoint(type, factory));
    }

    /** Read only of interfaces that name a group or a service, so that few files are. */
    private static boolean inheritsEndpoint(AnnotationMetadata type, MetadataReaderFactory factory) throws IOException {
        for (String name : type.getInterfaceNames()) {
            AnnotationMetadata parent = factory.getMetadataReader(name).getAnnotationMetadata();
            if (declaresEndpoint(parent) || inheritsEndpoint(parent, factory)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declaresEndpoint(AnnotationMetadata type) {
        return type.getDeclaredMethods().stream().anyMatch(NatsClientScanner::isEndpoint);
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
