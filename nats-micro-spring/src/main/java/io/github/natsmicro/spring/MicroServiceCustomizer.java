// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.MicroServiceBuilder;

/**
 * Changes services before they are built, when all else is set. Beans of this type are asked in the order of {@link org.springframework.core.annotation.Order} or {@link org.springframework.core.Ordered}.
 *
 * <p>To add an interceptor or a listener to all services, define an {@link io.github.natsmicro.Interceptor} or {@link
 * io.github.natsmicro.ServiceListener} bean.
 */
@FunctionalInterface
public interface MicroServiceCustomizer {

    /**
     * Changes a service. Endpoints that are added here come after those of annotations and routers.
     *
     * @param builder builds the service
     * @param service what is said of the service
     * @throws IllegalArgumentException if something that is chosen is not valid, which stops the start
     */
    void customize(MicroServiceBuilder builder, ServiceDefinition service);
}
