// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says of a value that the engine refuses which property it came from. */
public final class PropertyCheck {

    private PropertyCheck() {}

    /**
     * Takes a value over.
     *
     * @param property the property's name
     * @param value gives the value, or refuses it with an {@link IllegalArgumentException}
     * @return the value
     * @throws InvalidDefinitionException if it was refused; it names the property
     */
    public static <T extends @Nullable Object> T check(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at("property " + property, ex, "Correct the property " + property + ".");
        }
    }
}
