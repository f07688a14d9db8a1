// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import io.github.natsmicro.spring.observation.NatsConnectionMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.nats.client.Connection;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/** The meters of all connections of the application, those too that are only injected by their qualifier. */
record AllConnectionsMetrics(ConfigurableListableBeanFactory beanFactory) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, Connection.class, false, true)
                .forEach((name, connection) -> new NatsConnectionMetrics(connection, name).bindTo(registry));
    }
}
