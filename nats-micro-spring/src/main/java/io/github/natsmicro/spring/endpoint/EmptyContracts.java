// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Classes of beans that name a service or a group and have no endpoint in it: most likely one was forgotten. */
final class EmptyContracts {

    private static final Logger logger = LoggerFactory.getLogger(EmptyContracts.class);

    private final Set<Class<?>> empty = new LinkedHashSet<>();
    private final Set<Class<?>> inUse = new HashSet<>();

    void add(Class<?> type, boolean hasEndpoints) {
        if (hasEndpoints) {
            // The endpoints of a nested class are in the service and the group of those around it.
            for (@Nullable Class<?> around = type; around != null; around = around.getDeclaringClass()) {
                inUse.add(around);
            }
        } else {
            empty.add(type);
        }
    }

    void warn() {
        for (Class<?> type : empty) {
            if (!inUse.contains(type)) {
                MergedAnnotations annotations = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
                boolean service = annotations.isPresent(NatsService.class);
                if (service || annotations.isPresent(NatsGroup.class)) {
                    logger.warn(
                            "The class {} has {}, but no method with @NatsEndpoint. It offers nothing.",
                            type.getName(),
                            service ? "@NatsService" : "@NatsGroup");
                }
            }
        }
    }
}
