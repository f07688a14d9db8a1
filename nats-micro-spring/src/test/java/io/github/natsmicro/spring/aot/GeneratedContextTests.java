// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.aot.app.AotApplication;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;

/** What is found and called where the bean definitions are code that was generated ahead of time. */
class GeneratedContextTests {

    @TempDir
    static Path folder;

    private static GenericApplicationContext context;

    @BeforeAll
    static void start() throws Exception {
        context = AheadOfTime.start(folder, AotApplication.class.getPackageName(), AotApplication.class);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void theEndpointsAreThoseOfTheBeans() {
        assertThat(context.getBean(MicroServiceRegistrar.class).services())
                .singleElement()
                .satisfies(service -> assertThat(service.endpoints())
                        .extracting(Endpoint::subject)
                        .containsExactlyInAnyOrder("count", "stock.get.*", "stock.put"));
    }

    @Test
    void aMethodWhoseTypesTheClassSaysIsCalled() throws Exception {
        assertThat(text(request("stock.put", "{\"name\":\"tea\",\"count\":3}")))
                .isEqualTo("{\"name\":\"tea\",\"count\":4}");
    }

    @Test
    void aBeanWithAScopeIsMadeForEachRequest() throws Exception {
        assertThat(text(request("count", ""))).isEqualTo("1");
        assertThat(text(request("count", ""))).isEqualTo("1");
    }

    @Test
    void anAdviceHasThePlaceThatItsBeanMethodSays() throws Exception {
        Message reply = request("stock.get.nothing", "");

        assertThat(reply.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("409");
        assertThat(reply.getHeaders().getFirst("Nats-Service-Error")).isEqualTo("sooner");
    }

    @Test
    void aDeclaredClientIsInjectedBesideAnImplementation() {
        assertThat(context.getBean(Supplier.class).get()).isEqualTo("Item[name=tea, count=2] Item[name=rice, count=7]");
    }

    private static Message request(String subject, String payload) throws InterruptedException {
        return Objects.requireNonNull(context.getBean(Connection.class)
                .request(subject, payload.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5)));
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }
}
