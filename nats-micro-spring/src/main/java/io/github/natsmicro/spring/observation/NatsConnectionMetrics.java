// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.nats.client.Connection;
import io.nats.client.Statistics;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Meters of a connection: its state, and what jnats counts. */
public final class NatsConnectionMetrics implements MeterBinder {

    private static final String PREFIX = "nats.connection.";

    private final Connection connection;
    private final Tags tags;

    /**
     * Creates the meters.
     *
     * @param connection the connection; the meters do not keep it alive
     * @param name tells it from other connections, as the value of the tag {@code connection}
     */
    public NatsConnectionMetrics(Connection connection, String name) {
        this.connection = connection;
        this.tags = Tags.of("connection", name);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Connection.Status status : Connection.Status.values()) {
            Gauge.builder(PREFIX + "state", connection, known -> status == statusOf(known) ? 1 : 0)
                    .description("1 for the state that the connection is in, 0 for the others")
                    .tags(tags.and("state", status.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
        messages(registry, "in", Statistics::getInMsgs, Statistics::getInBytes);
        messages(registry, "out", Statistics::getOutMsgs, Statistics::getOutBytes);
        counter(registry, "reconnects", "How often the connection was restored", null, tags, Statistics::getReconnects);
        counter(
                registry,
                "dropped",
                "Messages that were discarded because a subscription was too slow",
                "messages",
                tags,
                Statistics::getDroppedCount);
        counter(registry, "errors", "Errors that the server reported", null, tags, Statistics::getErrs);
        counter(registry, "exceptions", "Exceptions in the connection", null, tags, Statistics::getExceptions);
    }

    private void messages(
            MeterRegistry registry,
            String direction,
            ToLongFunction<Statistics> messages,
            ToLongFunction<Statistics> bytes) {
        Tags directed = tags.and("direction", direction);
        counter(registry, "messages", "Messages that came in and went out", "messages", directed, messages);
        counter(registry, "bytes", "Bytes that came in and went out", "bytes", directed, bytes);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            Tags tags,
            ToLongFunction<Statistics> count) {
        FunctionCounter.builder(PREFIX + name, connection, known -> countOf(known, count))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private static Connection.Status statusOf(Connection connection) {
        try {
            return connection.getStatus();
        } catch (IllegalStateException ex) {
            return Connection.Status.DISCONNECTED;
        }
    }

    /** A connection that is not there yet has counted nothing. */
    private static double countOf(Connection connection, ToLongFunction<Statistics> count) {
        try {
            return count.applyAsLong(connection.getStatistics());
        } catch (IllegalStateException ex) {
            return 0;
        }
    }
}
