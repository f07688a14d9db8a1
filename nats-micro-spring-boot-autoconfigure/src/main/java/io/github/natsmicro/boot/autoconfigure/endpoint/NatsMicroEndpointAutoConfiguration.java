// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroProperties;
import io.github.natsmicro.client.DiscoveryClient;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.nats.client.Connection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator endpoint {@code natsmicro}. */
@AutoConfiguration(after = NatsMicroAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(NatsMicroEndpoint.class)
@EnableConfigurationProperties({NatsMicroFleetProperties.class, NatsMicroProperties.class})
public final class NatsMicroEndpointAutoConfiguration {

    @Bean
    @ConditionalOnBean(MicroServiceRegistrar.class)
    @ConditionalOnMissingBean
    NatsMicroEndpoint natsMicroEndpoint(
            MicroServiceRegistrar registrar,
            ObjectProvider<Connection> connection,
            NatsMicroProperties services,
            NatsMicroFleetProperties fleet) {
        Connection known = connection.getIfUnique();
        return new NatsMicroEndpoint(registrar, known == null ? null : discovery(known, services, fleet));
    }

    private static DiscoveryClient discovery(
            Connection connection, NatsMicroProperties services, NatsMicroFleetProperties fleet) {
        DiscoveryClient discovery = DiscoveryClient.on(connection);
        DiscoveryClient bounded = PropertyCheck.check(
                "nats.micro.fleet.timeout", () -> discovery.requests(requests -> requests.total(fleet.getTimeout())));
        String prefix = services.getApiPrefix();
        return prefix == null ? bounded : PropertyCheck.check("nats.micro.api-prefix", () -> bounded.apiPrefix(prefix));
    }

    @Bean
    @ConditionalOnBean(NatsMicroEndpoint.class)
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    NatsMicroEndpointWebExtension natsMicroEndpointWebExtension(NatsMicroEndpoint endpoint) {
        return new NatsMicroEndpointWebExtension(endpoint);
    }
}
