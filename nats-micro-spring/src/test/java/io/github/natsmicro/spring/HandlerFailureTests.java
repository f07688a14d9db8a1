// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandlerFailureTests {

    private static final String NEUTRAL = "500:Internal Server Error";

    private NatsContext nats;

    static class Unwritable {

        public String getText() {
            throw new IllegalStateException("secret");
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String fail(String payload) {
            throw new IllegalStateException("secret " + payload);
        }

        @NatsEndpoint
        String failChecked() throws IOException {
            throw new IOException("secret");
        }

        @NatsEndpoint
        String failWithError() {
            throw new AssertionError("secret");
        }

        @NatsEndpoint
        CompletableFuture<String> failLater() {
            return CompletableFuture.failedFuture(new IllegalStateException("secret"));
        }

        @NatsEndpoint
        Unwritable unwritable() {
            return new Unwritable();
        }

        @NatsEndpoint
        String declared() {
            throw new ServiceException(422, "Out of tea").withBody("{\"left\":0}".getBytes(StandardCharsets.UTF_8));
        }

        @NatsEndpoint
        String work() {
            return "works";
        }
    }

    @BeforeEach
    void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterEach
    void stop() {
        nats.close();
    }

    @Test
    void anExceptionIsANeutralError() {
        Message reply = nats.request("fail", "word");
        assertThat(NatsContext.error(reply)).isEqualTo(NEUTRAL);
        assertThat(reply.getData()).isEmpty();
    }

    @Test
    void aCheckedExceptionIsANeutralError() {
        assertThat(NatsContext.error(nats.request("failChecked", ""))).isEqualTo(NEUTRAL);
    }

    @Test
    void anErrorIsANeutralErrorToo() {
        assertThat(NatsContext.error(nats.request("failWithError", ""))).isEqualTo(NEUTRAL);
    }

    @Test
    void aFailedStageIsANeutralError() {
        assertThat(NatsContext.error(nats.request("failLater", ""))).isEqualTo(NEUTRAL);
    }

    @Test
    void aResultThatCanNotBeWrittenIsANeutralError() {
        assertThat(NatsContext.error(nats.request("unwritable", ""))).isEqualTo(NEUTRAL);
    }

    @Test
    void aServiceExceptionGivesCodeAndDescription() {
        assertThat(NatsContext.error(nats.request("declared", ""))).isEqualTo("422:Out of tea");
    }

    @Test
    void aServiceExceptionGivesTheBody() {
        assertThat(NatsContext.text(nats.request("declared", ""))).isEqualTo("{\"left\":0}");
    }

    @Test
    void theServiceLivesOnAfterAnException() {
        nats.request("fail", "");
        assertThat(nats.reply("work", "")).isEqualTo("works");
        assertThat(NatsContext.error(nats.request("fail", ""))).isEqualTo(NEUTRAL);
    }

    @Test
    void anExceptionIsCountedOnce() {
        nats.request("fail", "");
        Endpoint endpoint = nats.onlyService().endpoints().stream()
                .filter(e -> e.name().equals("fail"))
                .findFirst()
                .orElseThrow();
        await().untilAsserted(() -> assertThat(endpoint.stats().numErrors()).isEqualTo(1));
        assertThat(endpoint.stats().numRequests()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).isEqualTo(NEUTRAL);
    }
}
