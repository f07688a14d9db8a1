// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A handler that blocks the thread that delivers is named in the log. */
class BlockedThreadLogTests {

    @RegisterExtension
    final Bench bench = new Bench();

    /** In a program of its own, as the log is switched off in this one. */
    @Test
    void aHandlerThatBlocksThoughItMustNotIsNamedInTheLogAndNotInterrupted(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log");
        Process program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Dorg.slf4j.simpleLogger.log.io.github.natsmicro=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        NatsServer.shared().url())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(Bench.PATIENCE.multipliedBy(2))
                    .until(() -> Files.readString(log).contains("ready"));
            assertThat(Replies.text(bench.call("quick"))).isEqualTo("ok");

            Subscription replies = bench.send("blocker", "");

            await().atMost(Bench.PATIENCE.multipliedBy(2))
                    .until(() -> Files.readString(log).contains("blocker"));
            program.getOutputStream().close();
            assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
            assertThat(Files.readString(log).lines())
                    .anyMatch(line -> line.contains("WARN") && line.contains("blocker") && line.contains("sluggish"))
                    .noneMatch(line -> line.contains("quick"));
        } finally {
            program.destroy();
            assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A service one of whose handlers blocks until its input ends. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            EndpointOptions nonBlocking = EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING);
            try (Connection connection = Nats.connect(arguments[0]);
                    MicroService service = MicroService.builder(connection, "sluggish", "1.0.0")
                            .addEndpoint("quick", nonBlocking, request -> request.respond("ok"))
                            .addEndpoint("blocker", nonBlocking, request -> {
                                while (System.in.read() >= 0) {
                                    Thread.onSpinWait();
                                }
                                request.respond(Thread.currentThread().isInterrupted() ? "interrupted" : "released");
                            })
                            .start()) {
                System.out.println("ready");
                service.stopped().join();
            }
        }
    }
}
