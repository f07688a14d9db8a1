// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server that refuses some subscriptions to some users, and what a service and an application hear of it. */
final class PermissionBench implements AfterEachCallback {

    private static final String USERS = """
            authorization {
              users = [
                {user: free, password: free}
                {user: limited, password: limited, permissions: {
                  publish: {deny: ["unpublishable"]}
                  subscribe: {deny: ["denied", "secret.>", "tree.leaf", "locked bad"]}
                }}
                {user: queued, password: queued, permissions: {
                  subscribe: {allow: ["locked q", "$SRV.>", "_INBOX.>"]}
                }}
                {user: hidden, password: hidden, permissions: {subscribe: {deny: ["$SRV.>"]}}}
                {user: nameless, password: nameless, permissions: {subscribe: {deny: ["$SRV.INFO"]}}}
              ]
            }
            no_auth_user: free
            """;

    private final Path config;
    private final List<Connection> connections = new ArrayList<>();
    private final List<MicroService> services = new ArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private NatsServer server;
    private final Connection client;

    PermissionBench() {
        try {
            config = Files.createTempFile("nats-server", ".conf");
            Files.writeString(config, USERS);
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
        server = NatsServer.start("-c", config.toString());
        client = server.connect();
        connections.add(client);
    }

    /** The server comes again on its port, and lets users have what it refused them, or refuses what it let them have. */
    void restart(String before, String after) throws IOException {
        int port = server.port();
        server.close();
        Files.writeString(config, USERS.replace(before, after));
        server = NatsServer.start(port, "-c", config.toString());
    }

    Connection limited() {
        return connect("limited");
    }

    /** A connection of the user, by which the services hear what is refused. */
    Connection connect(String user) {
        return connect(user, new NatsTroubleListener(new ErrorListener() {
            @Override
            public void errorOccurred(Connection connection, String error) {
                errors.add(error);
            }
        }));
    }

    Connection connect(String user, @Nullable ErrorListener listener) {
        try {
            Options.Builder options = Options.builder()
                    .server(server.url())
                    .userInfo(user, user)
                    .maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(50));
            if (listener != null) {
                options.errorListener(listener);
            }
            Connection opened = Nats.connect(options.build());
            connections.add(opened);
            return opened;
        } catch (IOException | InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Tells what a service tells its listeners. */
    ServiceListener listener() {
        return new ServiceListener() {
            @Override
            public void endpointFailed(Endpoint endpoint, String reason) {
                heard.add("endpointFailed " + endpoint.name() + " " + reason
                        + (endpoint.failure().isEmpty() ? " unmarked" : ""));
            }

            @Override
            public void discoveryFailed(MicroService service, String subject, String reason) {
                heard.add("discoveryFailed " + subject + " " + reason);
            }

            @Override
            public void stopped(MicroService service, @Nullable Throwable reason) {
                heard.add("stopped " + reason);
            }
        };
    }

    List<String> heard() {
        return heard;
    }

    /** What the application's own listener has heard. */
    List<String> errors() {
        return errors;
    }

    MicroService keep(MicroService service) {
        services.add(service);
        return service;
    }

    private Message request(String subject) {
        Subscription replies = client.subscribe(client.createInbox());
        client.publish(subject, replies.getSubject(), new byte[0]);
        Message reply = Bench.next(replies);
        replies.unsubscribe();
        return reply;
    }

    String call(String subject) {
        Message reply = request(subject);
        assertThat(reply.isStatusMessage()).as("status instead of a reply").isFalse();
        return Replies.text(reply);
    }

    boolean callsNobody(String subject) {
        return request(subject).isStatusMessage();
    }

    List<String> listed(String service) {
        return Replies.values(Replies.json(request("$SRV.INFO." + service)).path("endpoints"), "name");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            for (MicroService service : services) {
                service.stop().handle((nothing, failure) -> failure).get(20, TimeUnit.SECONDS);
            }
        } finally {
            for (Connection opened : connections) {
                opened.close();
            }
            server.close();
            Files.deleteIfExists(config);
        }
    }
}
