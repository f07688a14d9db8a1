// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.observation.transport.Propagator;
import io.nats.client.impl.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the context of a trace goes through headers. Their case does not matter to who reads them. */
final class HeaderPropagation implements Propagator.Getter<Headers>, Propagator.Setter<Headers> {

    @Override
    public @Nullable String get(Headers headers, String key) {
        List<String> values = headers.getIgnoreCase(key);
        return values == null || values.isEmpty() ? null : values.get(values.size() - 1);
    }

    @Override
    public Iterable<String> getAll(Headers headers, String key) {
        List<String> values = headers.getIgnoreCase(key);
        return values == null ? List.of() : values;
    }

    @Override
    public void set(@Nullable Headers headers, String key, String value) {
        if (headers != null) {
            headers.put(key, value);
        }
    }
}
