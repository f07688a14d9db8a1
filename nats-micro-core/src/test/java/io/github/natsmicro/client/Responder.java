// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers on a subject as a test says, with a connection of its own, and keeps the requests. */
final class Responder implements AutoCloseable {

    private final NatsServer server = NatsServer.shared();
    private final Connection connection = server.connect();
    private final String subject = connection.createInbox();
    private final BlockingQueue<Message> requests = new LinkedBlockingQueue<>();

    String subject() {
        return subject;
    }

    Responder answer(Consumer<Message> answer) {
        return answer(subject, answer);
    }

    Responder answer(String otherSubject, Consumer<Message> answer) {
        connection
                .createDispatcher(request -> {
                    requests.add(request);
                    answer.accept(request);
                })
                .subscribe(otherSubject);
        try {
            connection.flush(Duration.ofSeconds(10));
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
        return this;
    }

    /** Answers with some texts; an empty one is an empty message. */
    Responder answer(String... texts) {
        return answer(request -> reply(request, texts));
    }

    void reply(Message request, String... texts) {
        for (String text : texts) {
            reply(request, null, text);
        }
    }

    void reply(Message request, @Nullable Headers headers, String text) {
        connection.publish(request.getReplyTo(), headers, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Replies with a status of the protocol, which no NATS client lets its user do. */
    void replyStatus(Message request, String statusAndHeaders) {
        byte[] head = ("NATS/1.0 " + statusAndHeaders + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("CONNECT {\"verbose\":false,\"headers\":true}\r\nHPUB %s %d %d\r\n"
                    .formatted(request.getReplyTo(), head.length, head.length)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(head);
            out.write("\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            awaitPong(socket);
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void awaitPong(Socket socket) throws IOException {
        StringBuilder received = new StringBuilder();
        for (int c = 0;
                c >= 0 && received.indexOf("PONG") < 0;
                c = socket.getInputStream().read()) {
            received.append((char) c);
        }
    }

    Message awaitRequest() {
        try {
            Message request = requests.poll(10, TimeUnit.SECONDS);
            assertThat(request).as("a request").isNotNull();
            return request;
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Waits until nobody listens for the replies to a request any more, which the server tells by cancelling. */
    void awaitUnsubscribed(Message request) {
        await().untilAsserted(() -> assertThat(connection.request(request.getReplyTo(), new byte[0]))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(CancellationException.class));
    }

    static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
