// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.contract.EndpointDefinition;

/**
 * Changes endpoints before they are checked and built, those that annotations define and those that a {@link NatsRouter}
 * defines alike. Beans of this type are asked in the order of {@link org.springframework.core.annotation.Order} or {@link
 * org.springframework.core.Ordered}.
 *
 * <pre>{@code
 * @Bean
 * EndpointCustomizer limits() {
 *     return (endpoint, service) -> endpoint.withOptions(options -> options.timeout(Duration.ofSeconds(5)));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface EndpointCustomizer {

    /**
     * Changes an endpoint.
     *
     * @param endpoint what is said of the endpoint so far
     * @param service the service that it belongs to
     * @return the same, or what takes its place
     * @throws IllegalArgumentException if something that is chosen is not valid, which stops the start
     */
    EndpointDefinition customize(EndpointDefinition endpoint, ServiceDefinition service);
}
