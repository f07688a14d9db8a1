// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nats.client.impl.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reply may say of itself. */
class ReplyTests {

    @ParameterizedTest
    @ValueSource(strings = {"Nats-Service-Error", "Nats-Service-Error-Code", "nats-service-error"})
    void noHeaderMakesAnErrorOfAReply(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reply.of("body").header(name, "500"))
                .withMessage(
                        "The header \"%s\" would make the reply an error that is counted as none. Use Reply.error(code, description).",
                        name);
    }

    @Test
    void theHeadersOfAnotherMessageAreTakenWithoutThoseOfAnError() {
        Headers others = new Headers()
                .add("A", "1", "2")
                .add("nats-service-error-code", "500")
                .add("Nats-Service-Error", "Broken");

        Reply<String> reply = Reply.of("body").header("B", "3").headers(others);
        assertThat(reply.headers().keySet()).containsExactlyInAnyOrder("A", "B");
        assertThat(reply.headers().get("A")).containsExactly("1", "2");
        assertThat(reply.isError()).isFalse();
    }
}
