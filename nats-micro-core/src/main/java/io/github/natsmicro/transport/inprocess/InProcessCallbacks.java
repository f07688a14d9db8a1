// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TroubleListener;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls back those who want to know, one after the other, on a thread of its own that ends when it is idle. */
final class InProcessCallbacks implements TroubleListener {

    private static final Logger logger = LoggerFactory.getLogger(InProcessCallbacks.class);

    /** Is called back until it is removed. */
    private static final class Listening<T> {

        private final T listener;
        private volatile boolean removed;

        Listening(T listener) {
            this.listener = listener;
        }
    }

    private final List<Listening<TroubleListener>> troubleListeners = new CopyOnWriteArrayList<>();
    private final Queue<Listening<Runnable>> closeActions = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "in-process-callbacks");
                thread.setDaemon(true);
                return thread;
            });

    Transport.Registration onTrouble(TroubleListener listener) {
        return add(troubleListeners, listener);
    }

    Transport.Registration onClose(Runnable action) {
        return add(closeActions, action);
    }

    private static <T> Transport.Registration add(Collection<Listening<T>> all, T listener) {
        Listening<T> listening = new Listening<>(listener);
        all.add(listening);
        return () -> {
            listening.removed = true;
            all.remove(listening);
        };
    }

    @Override
    public void subscriptionRefused(String subject, @Nullable String queueGroup, String reason) {
        tellAll(listener -> listener.subscriptionRefused(subject, queueGroup, reason));
    }

    @Override
    public void connectionRenewed() {
        tellAll(TroubleListener::connectionRenewed);
    }

    @Override
    public void messagesDropped(SubscriptionSet set) {
        tellAll(listener -> listener.messagesDropped(set));
    }

    private void tellAll(Consumer<TroubleListener> call) {
        troubleListeners.forEach(listening -> tell(listening, call));
    }

    /** Every action is called once, however often this is. */
    void closed() {
        Listening<Runnable> action = closeActions.poll();
        while (action != null) {
            tell(action, Runnable::run);
            action = closeActions.poll();
        }
    }

    private <T> void tell(Listening<T> listening, Consumer<T> call) {
        executor.execute(() -> {
            try {
                if (!listening.removed) {
                    call.accept(listening.listener);
                }
            } catch (RuntimeException ex) {
                logger.warn("A listener of the in-process transport failed.", ex);
            }
        });
    }
}
