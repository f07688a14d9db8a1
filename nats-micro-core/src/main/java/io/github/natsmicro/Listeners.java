// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a service; what one of them throws keeps neither the others nor the service from going on. */
record Listeners(List<ServiceListener> all) {

    private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

    Listeners {
        all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void tell(Consumer<ServiceListener> event) {
        for (ServiceListener listener : all) {
            try {
                event.accept(listener);
            } catch (Throwable ex) {
                complain(listener, ex);
            }
        }
    }

    /** Whatever was thrown, printing it included. */
    private static void complain(ServiceListener listener, Throwable failure) {
        String name = listener.getClass().getName();
        try {
            logger.warn("The service listener {} failed.", name, failure);
        } catch (RuntimeException ex) {
            logger.warn(
                    "The service listener {} failed with a {}.",
                    name,
                    failure.getClass().getName());
        }
    }
}
