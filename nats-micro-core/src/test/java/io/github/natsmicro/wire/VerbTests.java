// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbTests {

    @ParameterizedTest
    @EnumSource(Verb.class)
    void case9_aSubjectGrowsFromTheVerbOverTheNameToTheId(Verb verb) {
        assertThat(verb.subject("$SRV", null, null)).isEqualTo("$SRV." + verb);
        assertThat(verb.subject("$SRV", "test", null)).isEqualTo("$SRV." + verb + ".test");
        assertThat(verb.subject("$SRV", "test", "123")).isEqualTo("$SRV." + verb + ".test.123");
    }

    @Test
    void case9_anIdWithoutANameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verb.PING.subject("$SRV", null, "123"))
                .withMessageMatching(GrammarTests.SENTENCE);
    }

    @Test
    void case9_thereAreThreeVerbs() {
        assertThat(Verb.values()).containsExactly(Verb.PING, Verb.INFO, Verb.STATS);
    }

    @Test
    void case10_thePrefixNameAndIdAreUsedAsGiven() {
        assertThat(Verb.PING.subject("hello.service", "nAMe", "iD")).isEqualTo("hello.service.PING.nAMe.iD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "*", ">", "a b", "n\n"})
    void aNameThatIsNotOneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verb.INFO.subject("$SRV", name, null))
                .withMessageMatching(GrammarTests.SENTENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "*", ">", "a b", "i\r\n"})
    void anIdThatIsNotOneTokenIsRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verb.STATS.subject("$SRV", "name", id))
                .withMessageMatching(GrammarTests.SENTENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".a", "a.", "a..b", "*", "a.>", "a b", "p\n"})
    void aPrefixThatIsNotASubjectIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verb.PING.subject(prefix, null, null))
                .withMessageMatching(GrammarTests.SENTENCE);
    }
}
