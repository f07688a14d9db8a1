// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Says that the application refuses traffic as soon as its context closes, which Boot does for web servers only, and lets
 * everything go on for a while so that it is noticed. It comes before all who stop when they hear that the context closes.
 */
final class ShutdownAnnouncement implements ApplicationListener<ContextClosedEvent>, Ordered {

    private static final Logger logger = LoggerFactory.getLogger(ShutdownAnnouncement.class);

    private final ApplicationContext context;
    private final ObjectProvider<ApplicationAvailability> availability;
    private final Duration delay;

    ShutdownAnnouncement(
            ApplicationContext context, ObjectProvider<ApplicationAvailability> availability, Duration delay) {
        this.context = context;
        this.availability = availability;
        this.delay = delay;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // Contexts below this one tell of their end here, too.
        if (event.getApplicationContext() != this.context) {
            return;
        }
        if (!isAnnounced()) {
            AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
        }
        if (this.delay.isZero() || this.delay.isNegative()) {
            return;
        }
        logger.info("The shutdown goes on in {}, as nats.micro.shutdown.delay says.", this.delay);
        try {
            TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(this.delay));
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** What others refuse traffic for may pass before the context is closed. */
    private boolean isAnnounced() {
        ApplicationAvailability known = this.availability.getIfAvailable();
        AvailabilityChangeEvent<ReadinessState> last =
                known == null ? null : known.getLastChangeEvent(ReadinessState.class);
        return last != null && last.getState() == ReadinessState.REFUSING_TRAFFIC && last.getSource() == this.context;
    }
}
