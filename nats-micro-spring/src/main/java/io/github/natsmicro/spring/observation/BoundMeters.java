// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** Meters that go together. Filters may have given them other names, so they are remembered and not looked for. */
final class BoundMeters {

    private final List<Bound> all = new ArrayList<>();

    private record Bound(MeterRegistry registry, Meter meter) {}

    void add(MeterRegistry registry, Meter meter) {
        all.add(new Bound(registry, meter));
    }

    void remove() {
        all.forEach(bound -> bound.registry().remove(bound.meter()));
        all.clear();
    }
}
