// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.wire.EndpointStats;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the statistics of an endpoint. They wait, for a second at most, until it has closed its requests. */
public final class StatsAssert extends AbstractAssert<StatsAssert, TestStats> {

    StatsAssert(TestStats actual) {
        super(actual, StatsAssert.class);
    }

    /**
     * Verifies how many requests there were, good and bad.
     *
     * @param count the number since the start, or since the last reset
     * @return this
     */
    public StatsAssert hasRequests(long count) {
        return has("%d requests".formatted(count), stats -> stats.numRequests() == count);
    }

    /**
     * Verifies that there was no request.
     *
     * @return this
     */
    public StatsAssert hasNoRequests() {
        return has("no requests", stats -> stats.numRequests() == 0);
    }

    /**
     * Verifies how many requests ended with an error.
     *
     * @param count the number since the start, or since the last reset
     * @return this
     */
    public StatsAssert hasErrors(long count) {
        return has("%d errors".formatted(count), stats -> stats.numErrors() == count);
    }

    /**
     * Verifies that no request ended with an error.
     *
     * @return this
     */
    public StatsAssert hasNoErrors() {
        return has("no errors", stats -> stats.numErrors() == 0);
    }

    /**
     * Verifies the last error.
     *
     * @param code its code
     * @param description its description
     * @return this
     */
    public StatsAssert hasLastError(int code, String description) {
        String lastError = code + ":" + description;
        return has(
                "the last error \"%s\"".formatted(lastError),
                stats -> stats.lastError().equals(lastError));
    }

    private StatsAssert has(String expected, Predicate<EndpointStats> wanted) {
        EndpointStats stats = actual.await(wanted);
        if (!wanted.test(stats)) {
            failWithMessage(
                    "Expecting the endpoint \"%s\" of the service \"%s\" to have counted %s, but it has counted %d requests"
                            + " and %d errors%s.",
                    stats.name(),
                    actual.service(),
                    expected,
                    stats.numRequests(),
                    stats.numErrors(),
                    stats.lastError().isEmpty() ? "" : "; the last error is \"" + stats.lastError() + "\"");
        }
        return this;
    }
}
