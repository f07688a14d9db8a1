// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that call handlers. Several services may share them.
 *
 * <p>A pool has a bound, and yet no endpoint can keep another from being served: an endpoint that has no thread gets one
 * even beyond the bound, so there are at most as many threads as the bound and one for each endpoint. What waits for a
 * thread beyond that gets one in turns, endpoint by endpoint.
 */
public final class HandlerThreads implements AutoCloseable {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private final Executor executor;
    private final @Nullable ExecutorService owned;
    private final boolean bounded;
    private final int maxThreads;
    private volatile boolean closed;

    // Guarded by this.
    private final Set<Lane> lanesThatWait = new LinkedHashSet<>();
    private int busy;

    private HandlerThreads(Executor executor, @Nullable ExecutorService owned, boolean bounded, int maxThreads) {
        this.executor = executor;
        this.owned = owned;
        this.bounded = bounded;
        this.maxThreads = maxThreads;
    }

    /**
     * Makes a pool of platform threads. They are made when they are needed, and end when they have been idle for 30 seconds.
     *
     * @param name how their names begin
     * @param maxThreads how many there are, beside one for each endpoint that would have none; at least 1
     * @return the threads
     * @throws IllegalArgumentException if the number is less than 1
     */
    public static HandlerThreads pool(String name, int maxThreads) {
        return pool(name, maxThreads, KEEP_ALIVE);
    }

    /**
     * Makes a pool of platform threads. They are made when they are needed, and end when they have been idle for a while.
     *
     * @param name how their names begin
     * @param maxThreads how many there are, beside one for each endpoint that would have none; at least 1
     * @param keepAlive how long an idle thread waits for work; zero to end at once
     * @return the threads
     * @throws IllegalArgumentException if the number is less than 1, or the time less than zero
     */
    public static HandlerThreads pool(String name, int maxThreads, Duration keepAlive) {
        if (maxThreads < 1) {
            throw new IllegalArgumentException(
                    "A pool of %d handler threads can handle nothing. Allow one at least.".formatted(maxThreads));
        }
        if (keepAlive.isNegative()) {
            throw new IllegalArgumentException(
                    "Idle handler threads can not be kept for %s. Keep them for zero at least.".formatted(keepAlive));
        }
        // Bounded here and not by the executor, which knows nothing of endpoints.
        ExecutorService pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                TimeUnit.NANOSECONDS.convert(keepAlive),
                TimeUnit.NANOSECONDS,
                new SynchronousQueue<>(),
                new PlatformThreadFactory(name));
        return new HandlerThreads(pool, pool, true, maxThreads);
    }

    /**
     * Makes a virtual thread for each request, where the JVM has them.
     *
     * @param name how their names begin
     * @return the threads
     * @throws UnsupportedOperationException if the JVM has none, which is so before Java 21
     * @see #virtualSupported()
     */
    public static HandlerThreads virtual(String name) {
        if (!virtualSupported()) {
            throw new UnsupportedOperationException(
                    "Java %s has no virtual threads. Use Java 21 or newer, or a pool of handler threads."
                            .formatted(Runtime.version().feature()));
        }
        ExecutorService virtual = virtualThreads(name);
        return new HandlerThreads(virtual, virtual, false, 0);
    }

    /**
     * Whether the JVM has virtual threads.
     *
     * @return whether it is Java 21 or newer
     */
    public static boolean virtualSupported() {
        return Runtime.version().feature() >= 21;
    }

    /**
     * Uses the threads of an executor, with all its bounds. What it rejects is answered {@code 503}. It must not run tasks
     * on the thread that hands them over, which delivers the requests of other endpoints too.
     *
     * @param executor the executor, which stays the user's: {@link #close()} does not touch it
     * @return the threads
     */
    public static HandlerThreads of(Executor executor) {
        return new HandlerThreads(executor, null, false, 0);
    }

    /** By reflection, as this is compiled for Java 17. */
    private static ExecutorService virtualThreads(String name) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            builder = type.getMethod("name", String.class, long.class).invoke(builder, name + "-", 1L);
            builder = type.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
            Object factory = type.getMethod("factory").invoke(builder);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException ex) {
            Throwable cause = ex instanceof InvocationTargetException wrapper ? wrapper.getCause() : ex;
            throw new IllegalStateException("Virtual threads could not be made.", cause);
        }
    }

    /** The tasks of one endpoint. */
    static final class Lane {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int busy;
    }

    private record Work(Lane lane, Runnable task) {}

    /**
     * Has a task done.
     *
     * @throws java.util.concurrent.RejectedExecutionException if there is no thread, and will be none
     * @throws OutOfMemoryError if the machine has no more threads
     */
    void execute(Lane lane, Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("The handler threads are closed.");
        }
        if (!bounded) {
            executor.execute(task);
            return;
        }
        synchronized (this) {
            if (busy >= maxThreads && lane.busy > 0) {
                lane.waiting.add(task);
                lanesThatWait.add(lane);
                return;
            }
            busy++;
            lane.busy++;
        }
        boolean taken = false;
        try {
            executor.execute(() -> work(new Work(lane, task)));
            taken = true;
        } finally {
            if (!taken) {
                giveBack(lane);
            }
        }
    }

    private synchronized void giveBack(Lane lane) {
        busy--;
        lane.busy--;
    }

    private void work(Work first) {
        @Nullable Work work = first;
        while (work != null) {
            try {
                work.task().run();
            } catch (Throwable ex) {
                // The others who wait for this thread have nothing to do with it.
                report(ex);
            }
            work = next(work.lane());
        }
    }

    private static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (RuntimeException ex) {
            // As the JVM does with what is thrown there.
        }
    }

    private synchronized @Nullable Work next(Lane done) {
        giveBack(done);
        boolean ownFirst = done.busy == 0 && !done.waiting.isEmpty();
        Iterator<Lane> turns = lanesThatWait.iterator();
        if (!turns.hasNext()) {
            return null;
        }
        Lane lane = ownFirst ? done : turns.next();
        if (busy >= maxThreads && lane.busy > 0) {
            // The pool is beyond its bound, and shrinks.
            return null;
        }
        lanesThatWait.remove(lane);
        Runnable task = lane.waiting.remove();
        if (!lane.waiting.isEmpty()) {
            lanesThatWait.add(lane);
        }
        busy++;
        lane.busy++;
        return new Work(lane, task);
    }

    /**
     * Lets threads that were made here end when they have done what they have begun; requests that come later are answered
     * {@code 503}. To be called when the services that use them have stopped.
     */
    @Override
    public void close() {
        if (owned != null) {
            closed = true;
            owned.shutdown();
        }
    }

    private static final class PlatformThreadFactory implements ThreadFactory {

        private final String name;
        private final AtomicInteger count = new AtomicInteger();
        private final @Nullable ClassLoader contextClassLoader =
                Thread.currentThread().getContextClassLoader();

        PlatformThreadFactory(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable task) {
            // A thread is made by whichever request needs one, and must not inherit what that request holds.
            Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(contextClassLoader);
            return thread;
        }
    }
}
