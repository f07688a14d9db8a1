// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of an endpoint in a {@link StatsResponse}.
 *
 * @param name the endpoint's name
 * @param subject the subject it listens on, with the prefixes of its groups
 * @param queueGroup the queue group, empty if the endpoint has none
 * @param numRequests how many requests have been finished
 * @param numErrors how many of them were errors
 * @param lastError the last error as {@code code:description}, empty if there was none
 * @param processingTime the time that handlers have taken in all, in nanoseconds
 * @param averageProcessingTime {@code processingTime} over {@code numRequests}, in whole nanoseconds
 * @param data what the endpoint's own supplier of statistics gave; {@code null} if there is none
 */
@JsonPropertyOrder({
    "name",
    "subject",
    "queue_group",
    "num_requests",
    "num_errors",
    "last_error",
    "processing_time",
    "average_processing_time",
    "data"
})
public record EndpointStats(
        String name,
        String subject,
        @JsonProperty("queue_group") String queueGroup,
        @JsonProperty("num_requests") long numRequests,
        @JsonProperty("num_errors") long numErrors,
        @JsonProperty("last_error") String lastError,
        @JsonProperty("processing_time") long processingTime,
        @JsonProperty("average_processing_time") long averageProcessingTime,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object data) {

    /**
     * The same without the data of the endpoint's own supplier.
     *
     * @return the statistics as ADR-32 demands them
     */
    public EndpointStats withoutData() {
        return new EndpointStats(
                name,
                subject,
                queueGroup,
                numRequests,
                numErrors,
                lastError,
                processingTime,
                averageProcessingTime,
                null);
    }
}
