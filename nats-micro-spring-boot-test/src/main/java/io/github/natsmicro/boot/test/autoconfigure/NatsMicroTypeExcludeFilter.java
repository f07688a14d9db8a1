// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import io.github.natsmicro.spring.NatsRouter;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpoints;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Leaves out of the slice what has no endpoints and does not belong to them. */
final class NatsMicroTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<NatsMicroTest> {

    private final Set<Class<?>> endpoints;

    NatsMicroTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
        this.endpoints =
                Set.of(getAnnotation().getValue("endpoints", Class[].class).orElse(new Class<?>[0]));
    }

    @Override
    protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
        return super.defaultInclude(reader, readers) || (endpoints.isEmpty() && hasEndpointMethods(reader, readers));
    }

    /** Its own methods, or inherited ones. */
    private static boolean hasEndpointMethods(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
        AnnotationMetadata metadata = reader.getAnnotationMetadata();
        if (metadata.hasAnnotatedMethods(NatsEndpoint.class.getName())
                || metadata.hasAnnotatedMethods(NatsEndpoints.class.getName())) {
            return true;
        }
        for (String parent : parents(reader.getClassMetadata())) {
            if (!parent.startsWith("java.") && hasEndpointMethods(readers.getMetadataReader(parent), readers)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> parents(ClassMetadata type) {
        return Stream.concat(Stream.ofNullable(type.getSuperClassName()), Stream.of(type.getInterfaceNames()))
                .toList();
    }

    /** Further ones are in the file of {@link NatsMicroTest} with includes. */
    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return endpoints.isEmpty() ? Set.of(NatsService.class, NatsGroup.class, NatsRouter.class) : Set.of();
    }

    @Override
    protected Set<Class<?>> getComponentIncludes() {
        return endpoints;
    }
}
