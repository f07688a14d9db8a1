// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says of a value that the engine refuses which property it came from. */
final class PropertyCheck {

    private PropertyCheck() {}

    static <T extends @Nullable Object> T check(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at("property " + property, ex, "Correct the property " + property + ".");
        }
    }
}
