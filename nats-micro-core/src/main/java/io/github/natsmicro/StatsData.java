// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import org.jspecify.annotations.Nullable;

/**
 * Supplies what an endpoint shows as {@code data} in {@code $SRV.STATS} (ADR-32, "STATS"). It is asked each time, on a
 * thread that handles no requests, and has 100 milliseconds; where it throws, is late or can not be written as JSON, the endpoint shows
 * no data, and everything else is shown as ever.
 */
@FunctionalInterface
public interface StatsData {

    /**
     * Supplies the data. Called again only when the call before is over.
     *
     * @param endpoint the endpoint
     * @return anything that Jackson can write as JSON, or {@code null} for no data
     * @throws Exception to show no data
     */
    @Nullable
    Object get(Endpoint endpoint) throws Exception;
}
