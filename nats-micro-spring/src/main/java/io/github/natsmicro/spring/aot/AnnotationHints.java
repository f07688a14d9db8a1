// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsEndpoints;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsGroups;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.annotation.NatsServices;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers the annotations: their attributes are read by reflection, and what is merged of several is a proxy. */
final class AnnotationHints implements RuntimeHintsRegistrar {

    private static final List<Class<?>> ANNOTATIONS = List.of(
            NatsEndpoint.class,
            NatsEndpoints.class,
            NatsEndpointAdvice.class,
            NatsGroup.class,
            NatsGroups.class,
            NatsResponseStatus.class,
            NatsService.class,
            NatsServices.class);

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (Class<?> annotation : ANNOTATIONS) {
            hints.reflection().registerType(annotation, MemberCategory.INVOKE_DECLARED_METHODS);
            hints.proxies().registerJdkProxy(annotation);
        }
    }
}
