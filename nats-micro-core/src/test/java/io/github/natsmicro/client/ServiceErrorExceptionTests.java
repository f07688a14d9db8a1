// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller learns of an error beside its code and description. */
class ServiceErrorExceptionTests {

    private static final String BODY = "{\"field\":\"quantity\"}";

    private final Connection connection = NatsServer.shared().connect();
    private final Responder responder = new Responder();

    @BeforeEach
    void answer() {
        responder.answer(request -> responder.reply(
                request,
                new Headers()
                        .put("Nats-Service-Error", "Not valid")
                        .put("Nats-Service-Error-Code", "400")
                        .put("Content-Type", "application/problem+json")
                        .add("Trace", "1", "2"),
                BODY));
    }

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        connection.close();
    }

    private ServiceErrorException error() {
        ServiceErrorException error = catchThrowableOfType(
                ServiceErrorException.class, () -> Requester.on(connection).request(responder.subject(), new byte[0]));
        assertThat(error).isNotNull();
        return error;
    }

    private static void assertComplete(ServiceErrorException error) {
        assertThat(error.code()).isEqualTo(400);
        assertThat(error.description()).isEqualTo("Not valid");
        assertThat(error.body()).asString(UTF_8).isEqualTo(BODY);
        assertThat(error.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(error.header("Trace")).isEqualTo("2");
        assertThat(error.header("Other")).isNull();
        assertThat(error.headers().keySet())
                .containsExactlyInAnyOrder("Nats-Service-Error", "Nats-Service-Error-Code", "Content-Type", "Trace");
        assertThat(error.headers().get("Trace")).containsExactly("1", "2");
    }

    @Test
    void bodyAndHeadersAreThere() {
        assertComplete(error());
    }

    @Test
    void whoeverChangesThemChangesACopy() {
        ServiceErrorException error = error();

        error.headers().put("Trace", "changed");
        error.headers().remove("Content-Type");
        error.body()[0] = 'x';

        assertComplete(error);
    }

    @Test
    void theyOutliveASerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject())
                    .isInstanceOfSatisfying(ServiceErrorException.class, ServiceErrorExceptionTests::assertComplete);
        }
    }
}
