// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Metadata as ADR-32 has it: immutable, from text to text, in the order in which it was given. */
public final class Metadata {

    private Metadata() {}

    /**
     * Copies metadata.
     *
     * @param metadata the metadata
     * @return an immutable copy that keeps the order
     * @throws IllegalArgumentException if a key is empty
     * @throws NullPointerException if a key or a value is {@code null}
     */
    public static Map<String, String> copy(Map<String, String> metadata) {
        Map<String, String> copy = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("A metadata key is empty. Give every metadata value a key.");
            }
            copy.put(key, Objects.requireNonNull(value, () -> "The metadata value of \"" + key + "\" is null."));
        });
        return Collections.unmodifiableMap(copy);
    }
}
