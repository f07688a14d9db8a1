// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.Grammar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a queue group for a service, group or endpoint (ADR-32, "Service Configuration"). The nearest choice
 * counts: endpoint over group over service over {@code q}.
 */
public final class QueueGroup {

    /** The queue group where none was chosen. */
    public static final String DEFAULT_NAME = "q";

    private static final QueueGroup INHERITED = new QueueGroup(null, true);
    private static final QueueGroup NONE = new QueueGroup(null, false);

    private final @Nullable String name;
    private final boolean inherited;

    private QueueGroup(@Nullable String name, boolean inherited) {
        this.name = name;
        this.inherited = inherited;
    }

    /**
     * Leaves the choice to the group or service around.
     *
     * @return the choice
     */
    public static QueueGroup inherited() {
        return INHERITED;
    }

    /**
     * Chooses a queue group: each request goes to one of its members.
     *
     * @param name the name; an empty one is {@link #inherited()}
     * @return the choice
     * @throws IllegalArgumentException if the name is not valid
     */
    public static QueueGroup named(String name) {
        return name.isEmpty() ? INHERITED : new QueueGroup(Grammar.queueGroup(name), false);
    }

    /**
     * Chooses to have none: each request goes to every instance.
     *
     * @return the choice
     */
    public static QueueGroup none() {
        return NONE;
    }

    QueueGroup orElse(QueueGroup outer) {
        return inherited ? outer : this;
    }

    boolean isNamed() {
        return name != null;
    }

    /** The name to subscribe with, {@code null} for none. */
    @Nullable
    String resolve() {
        return inherited ? DEFAULT_NAME : name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueueGroup group && inherited == group.inherited && Objects.equals(name, group.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, inherited);
    }

    @Override
    public String toString() {
        return inherited ? "inherited" : name == null ? "none" : name;
    }
}
