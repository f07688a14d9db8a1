// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import org.jspecify.annotations.Nullable;

/** Puts a path in a payload together, such as {@code items[0].quantity}. One that nobody would read is cut. */
final class FieldPath {

    private static final int MAX_LENGTH = 256;

    private final StringBuilder path = new StringBuilder();

    /**
     * Adds a step.
     *
     * @param name the name of a field, {@code null} for an element
     * @param index the index of an element, negative if it has none
     */
    void add(@Nullable String name, int index) {
        if (path.length() >= MAX_LENGTH) {
            return;
        }
        if (name != null) {
            path.append(path.length() == 0 ? "" : ".").append(name);
        } else if (index >= 0) {
            path.append('[').append(index).append(']');
        }
    }

    @Override
    public String toString() {
        return path.length() > MAX_LENGTH ? path.substring(0, MAX_LENGTH) : path.toString();
    }
}
