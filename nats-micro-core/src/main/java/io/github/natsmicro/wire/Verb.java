// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs of the control subjects that every service answers (ADR-32, "Discovery and Status"). */
public enum Verb {
    /** Who is there; answered with a {@link PingResponse}. */
    PING,
    /** What endpoints there are; answered with an {@link InfoResponse}. */
    INFO,
    /** How the endpoints are doing; answered with a {@link StatsResponse}. */
    STATS;

    /** The prefix of the control subjects unless another one is set. */
    public static final String DEFAULT_PREFIX = "$SRV";

    /**
     * The control subject of this verb, {@code prefix.VERB[.name[.id]]}.
     *
     * @param prefix the prefix, usually {@link #DEFAULT_PREFIX}
     * @param name the service's name, kept in its case; {@code null} to address all services
     * @param id the id of one instance; {@code null} to address all instances
     * @return the subject
     * @throws IllegalArgumentException if an id comes without a name, or a part is not valid
     */
    public String subject(String prefix, @Nullable String name, @Nullable String id) {
        StringBuilder subject =
                new StringBuilder(Grammar.apiPrefix(prefix)).append('.').append(name());
        if (name != null) {
            subject.append('.').append(Grammar.serviceName(name));
        } else if (id != null) {
            throw new IllegalArgumentException(
                    "The service id \"%s\" was given without a service name. Give the name of the service too."
                            .formatted(id));
        }
        if (id != null) {
            subject.append('.').append(Grammar.serviceId(id));
        }
        return subject.toString();
    }

    /**
     * The control subjects on which one instance answers this verb.
     *
     * @param prefix the prefix, usually {@link #DEFAULT_PREFIX}
     * @param name the service's name
     * @param id the instance's id
     * @return that of all services, that of the service and that of the instance
     * @throws IllegalArgumentException if a part is not valid
     */
    public List<String> subjects(String prefix, String name, String id) {
        return List.of(subject(prefix, null, null), subject(prefix, name, null), subject(prefix, name, id));
    }
}
