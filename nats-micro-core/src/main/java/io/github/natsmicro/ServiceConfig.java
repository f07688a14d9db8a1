// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What was chosen for a service, checked. */
record ServiceConfig(
        String name,
        String version,
        String id,
        String description,
        Map<String, String> metadata,
        QueueGroup queueGroup,
        String apiPrefix,
        Duration drainTimeout,
        List<Interceptor> interceptors,
        FailurePolicy failurePolicy,
        boolean errorDetails,
        PayloadCodec codec,
        Clock clock,
        LongSupplier ticker) {

    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);

    ServiceConfig {
        Grammar.serviceName(name);
        Grammar.version(version);
        Grammar.serviceId(id);
        Grammar.apiPrefix(apiPrefix);
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "The drain timeout %s is negative. Use 0 to wait for no request.".formatted(drainTimeout));
        }
        if (drainTimeout.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException(
                    "The drain timeout %s is longer than a day. Use a shorter one.".formatted(drainTimeout));
        }
        metadata = Metadata.copy(metadata);
        interceptors = List.copyOf(interceptors);
    }
}
