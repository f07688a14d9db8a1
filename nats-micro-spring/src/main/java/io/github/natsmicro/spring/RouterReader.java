// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.endpoint.BeanMethods;
import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Asks the {@link NatsRouter} beans what they define. */
final class RouterReader {

    private final ConfigurableListableBeanFactory beanFactory;

    RouterReader(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    List<PlannedEndpoint> read() {
        BeanMethods methods = new BeanMethods(beanFactory);
        return beanFactory.getBeansOfType(NatsRouter.class).entrySet().stream()
                .flatMap(router -> {
                    RouteCollector collector = new RouteCollector(router.getKey(), methods);
                    router.getValue().route(new NatsRoutes(collector));
                    return collector.endpoints().stream();
                })
                .toList();
    }
}
