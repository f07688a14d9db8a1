// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** Takes the readiness of an application back until its connection, if that is made in the background, is there. */
final class ReadinessUntilConnected implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private final @Nullable NatsConnectionReadiness connection;
    private final ApplicationContext context;
    // What is published comes back here at once.
    private final ReentrantLock lock = new ReentrantLock();
    private boolean refusing;

    ReadinessUntilConnected(Connection connection, ApplicationContext context) {
        this.connection = connection instanceof NatsConnectionReadiness readiness ? readiness : null;
        this.context = context;
        if (this.connection != null) {
            CompletionStage<Void> unused = this.connection.whenConnected().thenRun(this::giveBack);
        }
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (this.connection == null || event.getSource() == this) {
            return;
        }
        this.lock.lock();
        try {
            this.refusing = event.getState() == ReadinessState.ACCEPTING_TRAFFIC && !this.connection.isConnected();
            if (this.refusing) {
                AvailabilityChangeEvent.publish(this.context, this, ReadinessState.REFUSING_TRAFFIC);
            }
        } finally {
            this.lock.unlock();
        }
    }

    private void giveBack() {
        this.lock.lock();
        try {
            if (this.refusing) {
                this.refusing = false;
                AvailabilityChangeEvent.publish(this.context, this, ReadinessState.ACCEPTING_TRAFFIC);
            }
        } finally {
            this.lock.unlock();
        }
    }
}
