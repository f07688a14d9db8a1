// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for an endpoint beside its name and handler. Start from {@link #defaults()}; each method returns new
 * options. It is no record, so that further choices do not change a constructor that users call.
 */
public final class EndpointOptions {

    private static final EndpointOptions DEFAULTS =
            new EndpointOptions(null, QueueGroup.inherited(), Map.of(), 64, 16_384);

    private final @Nullable String subject;
    private final QueueGroup queueGroup;
    private final Map<String, String> metadata;
    private final int maxInFlight;
    private final int maxWaiting;

    private EndpointOptions(
            @Nullable String subject,
            QueueGroup queueGroup,
            Map<String, String> metadata,
            int maxInFlight,
            int maxWaiting) {
        this.subject = subject == null ? null : Grammar.subject(subject);
        this.queueGroup = queueGroup;
        this.metadata = Metadata.copy(metadata);
        this.maxInFlight = maxInFlight;
        this.maxWaiting = maxWaiting;
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "The bound of requests in flight is %d. At least one must be allowed.".formatted(maxInFlight));
        }
        if (maxWaiting < 0) {
            throw new IllegalArgumentException(
                    "The bound of waiting requests is %d. It must be 0 or more.".formatted(maxWaiting));
        }
    }

    /**
     * The options of an endpoint for which nothing was chosen: its subject is its name, the queue group is inherited, 64
     * requests are handled at once and 16,384 more may wait.
     *
     * @return the options
     */
    public static EndpointOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the subject.
     *
     * @param subject the subject, which may have wildcards; the prefixes of groups come before it
     * @return new options
     * @throws IllegalArgumentException if the subject is not valid
     */
    public EndpointOptions subject(String subject) {
        return new EndpointOptions(subject, queueGroup, metadata, maxInFlight, maxWaiting);
    }

    /**
     * Chooses the queue group.
     *
     * @param queueGroup the choice
     * @return new options
     */
    public EndpointOptions queueGroup(QueueGroup queueGroup) {
        return new EndpointOptions(subject, queueGroup, metadata, maxInFlight, maxWaiting);
    }

    /**
     * Adds metadata, or replaces what the key had.
     *
     * @param key the key
     * @param value the value
     * @return new options
     */
    public EndpointOptions metadata(String key, String value) {
        return metadata(Map.of(key, value));
    }

    /**
     * Adds metadata, or replaces what the keys had.
     *
     * @param added the metadata to add
     * @return new options
     */
    public EndpointOptions metadata(Map<String, String> added) {
        Map<String, String> merged = new LinkedHashMap<>(metadata);
        merged.putAll(added);
        return new EndpointOptions(subject, queueGroup, merged, maxInFlight, maxWaiting);
    }

    /**
     * Chooses how many requests are handled at once.
     *
     * @param maxInFlight at least 1
     * @return new options
     */
    public EndpointOptions maxInFlight(int maxInFlight) {
        return new EndpointOptions(subject, queueGroup, metadata, maxInFlight, maxWaiting);
    }

    /**
     * Chooses how many requests may wait for their turn.
     *
     * @param maxWaiting 0 or more
     * @return new options
     */
    public EndpointOptions maxWaiting(int maxWaiting) {
        return new EndpointOptions(subject, queueGroup, metadata, maxInFlight, maxWaiting);
    }

    /**
     * The subject below the endpoint's groups.
     *
     * @return the subject, or {@code null} for the endpoint's name
     */
    public @Nullable String subject() {
        return subject;
    }

    /**
     * The choice of a queue group.
     *
     * @return the choice
     */
    public QueueGroup queueGroup() {
        return queueGroup;
    }

    /**
     * The metadata.
     *
     * @return an immutable map, empty for none
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * How many requests are handled at once.
     *
     * @return at least 1
     */
    public int maxInFlight() {
        return maxInFlight;
    }

    /**
     * How many more requests may wait for their turn; beyond them the answer is {@code 503} at once.
     *
     * @return 0 or more
     */
    public int maxWaiting() {
        return maxWaiting;
    }
}
