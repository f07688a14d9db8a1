// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A connection for services and one for their callers; what was started is stopped and closed after the test. */
final class Bench implements AfterEachCallback {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NatsServer server;
    private final boolean ownServer;
    private final List<Connection> connections = new ArrayList<>();
    private final List<MicroService> services = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Connection connection;
    private final Connection client;

    Bench() {
        this(NatsServer.shared(), false);
    }

    private Bench(NatsServer server, boolean ownServer) {
        this.server = server;
        this.ownServer = ownServer;
        this.connection = connect();
        this.client = connect();
    }

    /** A bench whose server logs the protocol, so that subscriptions can be seen as the server got them. */
    static Bench traced() {
        return new Bench(NatsServer.start("-V"), true);
    }

    /** A bench whose server was started with arguments of its own. */
    static Bench of(String... arguments) {
        return new Bench(NatsServer.start(arguments), true);
    }

    NatsServer server() {
        return server;
    }

    Connection connection() {
        return connection;
    }

    Connection client() {
        return client;
    }

    Connection connect() {
        Connection opened = server.connect();
        connections.add(opened);
        return opened;
    }

    MicroServiceBuilder service(String name) {
        return MicroService.builder(connection, name, "1.0.0");
    }

    MicroService start(MicroServiceBuilder builder) {
        return keep(builder.start());
    }

    MicroService keep(MicroService service) {
        services.add(service);
        return service;
    }

    /** Handles by waiting until {@link #release()} or the end of the test, and answers then. */
    Handler stuck(CountDownLatch entered) {
        return request -> {
            entered.countDown();
            if (!released.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The test did not release its handler.");
            }
            request.respond("released");
        };
    }

    void release() {
        released.countDown();
    }

    Subscription send(String subject, String body) {
        return send(subject, body.getBytes(StandardCharsets.UTF_8), null);
    }

    /** Sends a request and returns where the replies come in, a no-responders status among them. */
    Subscription send(String subject, byte[] body, @Nullable Headers headers) {
        String inbox = client.createInbox();
        Subscription replies = client.subscribe(inbox);
        client.publish(NatsMessage.builder()
                .subject(subject)
                .replyTo(inbox)
                .headers(headers)
                .data(body)
                .build());
        return replies;
    }

    static Message next(Subscription replies) {
        return next(replies, PATIENCE);
    }

    static Message next(Subscription replies, Duration patience) {
        try {
            Message reply = replies.nextMessage(patience);
            assertThat(reply).as("reply within " + patience).isNotNull();
            return reply;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    Message call(String subject) {
        return call(subject, "");
    }

    Message call(String subject, String body) {
        return next(send(subject, body));
    }

    Message call(String subject, byte[] body, @Nullable Headers headers) {
        return next(send(subject, body, headers));
    }

    JsonNode statsOf(MicroService service) {
        return Replies.json(call("$SRV.STATS." + service.name() + "." + service.id()));
    }

    JsonNode infoOf(MicroService service) {
        return Replies.json(call("$SRV.INFO." + service.name() + "." + service.id()));
    }

    JsonNode statsOf(MicroService service, int endpoint) {
        return statsOf(service).path("endpoints").path(endpoint);
    }

    /** What the service sent before this call has reached the client when it returns. */
    void settle() {
        flush(connection);
        flush(client);
    }

    static void flush(Connection connection) {
        try {
            connection.flush(PATIENCE);
        } catch (Exception ex) {
            throw new IllegalStateException("The connection could not be flushed.", ex);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        release();
        try {
            for (MicroService service : services) {
                service.stop().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            for (Connection opened : connections) {
                opened.close();
            }
            if (ownServer) {
                server.close();
            }
        }
    }
}
