// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataEntriesTests {

    private static Map<String, String> parse(String... entries) {
        return MetadataEntries.parse(entries, "test");
    }

    @Test
    void anEntryIsSplitAtItsFirstEqualsSign() {
        assertThat(parse("query=a=b")).containsExactly(entry("query", "a=b"));
    }

    @Test
    void whiteSpaceAroundKeyAndValueIsRemoved() {
        assertThat(parse(" key = a value ")).containsExactly(entry("key", "a value"));
    }

    @Test
    void aValueMayBeEmpty() {
        assertThat(parse("key=")).containsExactly(entry("key", ""));
    }

    @Test
    void theOrderIsKept() {
        assertThat(parse("b=1", "a=2", "c=3")).containsExactly(entry("b", "1"), entry("a", "2"), entry("c", "3"));
    }

    @Test
    void thereMayBeNone() {
        assertThat(parse()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", "=value", " =value", "=", "\t=x"})
    void anEntryNeedsAKey(String entry) {
        assertThatThrownBy(() -> parse(entry))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("The metadata entry \"%s\" of the test has no key. Write it as \"key=value\".", entry);
    }

    @Test
    void aKeyIsThereOnce() {
        assertThatThrownBy(() -> parse("key=1", "key=1"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("The metadata of the test has the key \"key\" twice. Keep one of the two entries.");
    }
}
