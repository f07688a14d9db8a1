// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.boot.test.NatsMicroTester;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.Connection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the tester, and of the transport in the process. */
@AutoConfiguration(after = {NatsMicroAutoConfiguration.class, NatsClientAutoConfiguration.class})
public final class NatsMicroTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(Connection.class)
    @ConditionalOnBean(PayloadCodecs.class)
    NatsMicroTester natsMicroTester(
            Connection connection, PayloadCodecs codecs, ObjectProvider<MicroServiceRegistrar> registrars) {
        return NatsMicroTester.create(connection, codecs, () -> running(registrars));
    }

    private static List<MicroService> running(ObjectProvider<MicroServiceRegistrar> registrars) {
        return registrars.stream()
                .flatMap(registrar -> registrar.services().stream())
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnTestTransport(TestTransport.IN_PROCESS)
    static final class InProcess {

        private static final String TRANSPORT = "natsInProcessTransport";

        @Bean(name = TRANSPORT)
        @ConditionalOnMissingBean(name = TRANSPORT)
        InProcessTransport natsInProcessTransport() {
            return new InProcessTransport();
        }

        @Bean
        static InProcessConnections natsInProcessConnections() {
            return new InProcessConnections(TRANSPORT);
        }
    }
}
