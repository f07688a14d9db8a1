// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.ServiceListener;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what happens to services as events of the application. */
final class LifecycleEvents implements ServiceListener {

    private final ApplicationEventPublisher publisher;

    LifecycleEvents(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void started(MicroService service) {
        publisher.publishEvent(new MicroServiceStartedEvent(service));
    }

    @Override
    public void stopping(MicroService service) {
        publisher.publishEvent(new MicroServiceStoppingEvent(service));
    }

    @Override
    public void stopped(MicroService service, @Nullable Throwable reason) {
        publisher.publishEvent(new MicroServiceStoppedEvent(service, reason));
    }
}
