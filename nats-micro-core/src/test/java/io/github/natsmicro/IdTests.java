// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTests {

    @RegisterExtension
    final Bench bench = new Bench();

    /** As the documentation of the builder has it: letters, digits, hyphen and underscore. */
    @ParameterizedTest
    @ValueSource(strings = {"é", "a!b", "a/b", "$SRV"})
    void anIdOfOtherCharactersIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> bench.service("s").id(id));
    }
}
