// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is wrapped twice is unwrapped or refused, and never written as JSON of the wrapper. */
class NestedResultTests {

    @Test
    void anEmptyOptionalInAReplyIsAnEmptyReply() throws Exception {
        try (BlackBox app = BlackBox.of(EmptyInReply.class)) {
            Message reply = app.ask("bnr.optional", "");
            assertThat(BlackBox.header(reply, "A")).isEqualTo("b");
            assertThat(BlackBox.text(reply)).isEmpty();
        }
    }

    @Test
    void whatComesLaterThanLaterStopsTheStart() {
        assertThatThrownBy(() -> BlackBox.of(LaterMono.class).close())
                .hasMessageContaining("returns java.util.concurrent.CompletableFuture of reactor.core.publisher.Mono,"
                        + " which would have to be waited for twice.")
                .hasMessageContaining("LaterMono.laterMono()")
                .hasMessageContaining("Join the two into one, for example by thenCompose or flatMap.");
    }

    static class EmptyInReply {

        @NatsEndpoint("bnr.optional")
        Reply<Optional<String>> optional() {
            return Reply.of(Optional.<String>empty()).header("A", "b");
        }
    }

    static class LaterMono {

        @NatsEndpoint("bnr.laterMono")
        CompletableFuture<Mono<String>> laterMono() {
            return CompletableFuture.completedFuture(Mono.just("abc"));
        }
    }
}
