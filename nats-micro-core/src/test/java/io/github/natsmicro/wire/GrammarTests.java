// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTests {

    /** A capital or a quotation at the beginning, several words, a full stop. */
    static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    private static void assertRefused(UnaryOperator<String> rule, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> rule.apply(value)).withMessageMatching(SENTENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", "0", "test_service", "test-service", "-", "_", "tEsT9"})
    void aNameOfLettersDigitsDashAndUnderscoreIsTaken(String name) {
        assertThat(Grammar.serviceName(name)).isEqualTo(name);
        assertThat(Grammar.endpointName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                ">",
                "*",
                "test_service!",
                "service.B",
                "service B",
                "é",
                "ａ",
                "٣",
                "a\n",
                "a\u0000"
            })
    void case14_aServiceNameWithAnythingElseIsRefused(String name) {
        assertRefused(Grammar::serviceName, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", ">", " ", "hello.world", "é", "a\n", "a\r\n"})
    void case16_anEndpointNameWithAnythingElseIsRefused(String name) {
        assertRefused(Grammar::endpointName, name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0",
                "0.0.4",
                "1.2.3",
                "10.20.30",
                "1.1.2-prerelease+meta",
                "1.1.2+meta",
                "1.0.0-alpha",
                "1.0.0-alpha.beta.1",
                "1.0.0-0A.is.legal",
                "1.0.0-alpha0.valid",
                "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
                "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
                "99999999999999999999999.999999999999999999.99999999999999999",
                "2.0.0+build.1848"
            })
    void aSemanticVersionIsTaken(String version) {
        assertThat(Grammar.version(version)).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2",
                "1.2.3.4",
                "v1.2.3",
                "1.2.3-",
                "1.2.3+",
                "1.2.3-0123",
                "1.2.3-a..b",
                "1.2.3+a+b",
                "01.1.1",
                "1.01.1",
                "1.1.01",
                "1.2.3-é",
                "-1.0.0",
                "1.0.0\n",
                "1.0.0\r\n",
                " 1.0.0",
                "1.0.0 ",
                "١.0.0"
            })
    void anythingElseIsNoVersion(String version) {
        assertRefused(Grammar::version, version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "foo.bar", "foo.*", "foo.>", "*", ">", "*.foo.*", "$SYS.x", "a-b_c:d/e", "foo.*.>"})
    void case17_aSubjectByTheGrammarOfNatsIsTaken(String subject) {
        assertThat(Grammar.subject(subject)).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "endpoint subject",
                "foo\tbar",
                "foo\nbar",
                "foo\rbar",
                "foo\n",
                "foo\u0000bar",
                "foo\u0001bar",
                "foo\u007fbar",
                ".foo",
                "foo.",
                "foo..bar",
                ".",
                ">.foo",
                "foo.>.bar",
                "foo.b*r",
                "foo>",
                "foo.*bar",
                "**"
            })
    void case17_anyOtherSubjectIsRefused(String subject) {
        assertRefused(Grammar::subject, subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "q-0", "queue_group", "a.b"})
    void case18_aQueueGroupByTheGrammarOfNatsIsTaken(String name) {
        assertThat(Grammar.queueGroup(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {">.abc", "one two", "queue\tgroup", "  ", "q\n", ".q", "q.", "a..b", "q\r\n", "q\u0000"})
    void case18_anyOtherQueueGroupIsRefused(String name) {
        assertRefused(Grammar::queueGroup, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "one.*.three", "$SYS.SOMETHING", "*"})
    void case19_aGroupNameMayBeEmptyOrHaveTokensAndStars(String name) {
        assertThat(Grammar.groupName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.>", ">", "a b", " ", ".a", "a.", "a..b", "a*", "a\n", "a\tb"})
    void case19_anyOtherGroupNameIsRefused(String name) {
        assertRefused(Grammar::groupName, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SRV", "hello.service", "x"})
    void anApiPrefixIsASubjectWithoutWildcards(String prefix) {
        assertThat(Grammar.apiPrefix(prefix)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", ">", "a.*", "a.>", "a b", ".a", "a.", "a..b", "a\n"})
    void anyOtherApiPrefixIsRefused(String prefix) {
        assertRefused(Grammar::apiPrefix, prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.get.42", "$SRV.PING", "x"})
    void aSubjectToSendToIsOneWithoutWildcards(String subject) {
        assertThat(Grammar.plainSubject(subject)).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "a.>", "a.b*", "a b", ".a", "a.", "a..b", "a\r\nPUB b 0"})
    void anyOtherSubjectToSendToIsRefused(String subject) {
        assertRefused(Grammar::plainSubject, subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "*", ">", "a b", "a\n", "a\u0000"})
    void anIdThatIsNotOneTokenIsRefused(String id) {
        assertRefused(Grammar::serviceId, id);
    }
}
