// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a service; what one of them throws keeps neither the others nor the service from going on. */
final class Listeners {

    private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

    private final List<ServiceListener> all;
    private final Set<Thread> telling = ConcurrentHashMap.newKeySet();

    Listeners(List<ServiceListener> all) {
        this.all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void tell(Consumer<ServiceListener> event) {
        if (all.isEmpty()) {
            return;
        }
        Thread thread = Thread.currentThread();
        boolean outermost = telling.add(thread);
        for (ServiceListener listener : all) {
            try {
                event.accept(listener);
            } catch (Throwable ex) {
                complain(listener, ex);
            }
        }
        if (outermost) {
            telling.remove(thread);
        }
    }

    /** Whether a thread is just telling a listener something, so that it must not wait for what comes after. */
    boolean areToldOn(Thread thread) {
        return telling.contains(thread);
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
