// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/** How long requests took, one after the other. */
final class Latencies {

    private final long[] sorted;

    private Latencies(long[] nanos) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    static Latencies of(int count, Supplier<Subscription> request) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long sent = System.nanoTime();
            Message unused = Bench.next(request.get());
            nanos[i] = System.nanoTime() - sent;
        }
        return new Latencies(nanos);
    }

    Duration percentile(double percent) {
        int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.max(0, index)]);
    }

    @Override
    public String toString() {
        return "p50 %.2f ms, p99 %.2f ms, max %.2f ms"
                .formatted(millis(percentile(50)), millis(percentile(99)), millis(percentile(100)));
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
