// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is safe to throw. */
class ErrorTextTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private Message failWith(String description) {
        MicroService service = bench.start(bench.service("texts").addEndpoint("fail", request -> {
            throw new ServiceException(400, description);
        }));
        Message reply = bench.call("fail");
        assertThat(reply.isStatusMessage()).isFalse();
        assertThat(Replies.errorCode(reply)).isEqualTo("400");
        assertThat(reply.getHeaders().keySet()).containsExactlyInAnyOrder(Replies.ERROR, Replies.ERROR_CODE);
        assertThat(reply.getData()).isEmpty();
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_errors").asLong() == 1);
        assertThat(bench.statsOf(service, 0).path("last_error").asText())
                .startsWith("400:")
                .hasSizeLessThan(2000);
        assertThat(bench.connection().getStatus()).isEqualTo(Connection.Status.CONNECTED);
        return reply;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\rb", "a\nb", "a\tb", "a\u0000b", "a\u0001b", "a\u001fb", "a\u007fb", "a\u0085b", "a\u000bb"})
    void aControlCharacterBecomesASpace(String description) {
        assertThat(Replies.error(failWith(description))).isEqualTo("a b");
    }

    @Test
    void aLineBreakCanNotSmuggleAHeader() {
        Message reply = failWith("oops\r\nInjected: yes\r\n\r\nbody");

        assertThat(Replies.error(reply))
                .doesNotContain("\r")
                .doesNotContain("\n")
                .startsWith("oops");
        assertThat(reply.getHeaders().get("Injected")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before é after",
                "before € after",
                "before \ud83d\ude00 after",
                "before \u2028 after",
                "before \ud83d after"
            })
    void whatAHeaderCanNotCarryIsReplacedAndTheRestIsKept(String description) {
        assertThat(Replies.error(failWith(description))).matches("before [\\x20-\\x7e]+ after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "é", "\ud83d\ude00", "\u0000\u0000", "\u2003\u00a0x"})
    void aTextOfNothingThatAHeaderCanCarryStillGoesOut(String description) {
        assertThat(Replies.error(failWith(description))).isNotBlank().matches("[\\x20-\\x7e]+");
    }

    @Test
    void aVeryLongTextIsCut() {
        String error = Replies.error(failWith("x".repeat(2_000_000)));

        assertThat(error).startsWith("xxxxxxxxxx").hasSizeBetween(100, 4096);
    }

    @Test
    void aTextWithColonsAndQuotesIsKept() {
        assertThat(Replies.error(failWith("a: \"b\" 'c' {d} \\e"))).isEqualTo("a: \"b\" 'c' {d} \\e");
    }

    @Test
    void aTextThatIsRepliedInsteadOfThrownIsAsSafe() {
        bench.start(bench.service("texts").addEndpoint("fail", request -> request.respondError(400, "a\r\nb é")));

        Message reply = bench.call("fail");

        assertThat(Replies.errorCode(reply)).isEqualTo("400");
        assertThat(Replies.error(reply)).matches("a +b [\\x20-\\x7e]+");
    }
}
