// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real nats-server on a free port of the loopback interface, as {@code bin/nats-server} finds it. */
public final class NatsServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final Process process;
    private final Path directory;
    private final JsonNode addresses;

    private NatsServer(Process process, Path directory, JsonNode addresses) {
        this.process = process;
        this.directory = directory;
        this.addresses = addresses;
    }

    private static final class Shared {
        private static final NatsServer INSTANCE = start();
    }

    /**
     * The server that the tests of this JVM share.
     *
     * @return the server, which runs until the JVM ends
     */
    public static NatsServer shared() {
        return Shared.INSTANCE;
    }

    /**
     * Starts a server for one test class.
     *
     * @param arguments further arguments for the server
     * @return the server
     */
    public static NatsServer start(String... arguments) {
        return start(-1, arguments);
    }

    /**
     * Starts a server on a port that was free a moment ago, to take the place of one that was stopped.
     *
     * @param port the port, or -1 for any
     * @param arguments further arguments for the server
     * @return the server
     */
    public static NatsServer start(int port, String... arguments) {
        try {
            Path directory = Files.createTempDirectory("nats-server");
            List<String> command =
                    new ArrayList<>(List.of(executable(), "-a", "127.0.0.1", "-p", String.valueOf(port)));
            command.addAll(List.of("--ports_file_dir", directory.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            NatsServer server = new NatsServer(process, directory, awaitAddresses(process, directory));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static JsonNode awaitAddresses(Process process, Path directory) throws IOException {
        Path file = directory.resolve("nats-server_" + process.pid() + ".ports");
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            JsonNode addresses = Files.exists(file) ? new ObjectMapper().readTree(Files.readString(file)) : null;
            if (addresses != null && addresses.path("nats").size() > 0) {
                return addresses;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        process.destroyForcibly();
        throw new IllegalStateException("The nats-server did not start: " + Files.readString(directory.resolve("log")));
    }

    private static String executable() throws IOException {
        Path script = script(Path.of("").toAbsolutePath());
        Process finder = new ProcessBuilder("bash", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream output = finder.getInputStream()) {
            String path = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (path.isEmpty()) {
                throw new IllegalStateException("bin/nats-server found no server; it says above what to do.");
            }
            return path;
        }
    }

    private static Path script(Path directory) {
        return Stream.iterate(directory, d -> d != null, Path::getParent)
                .map(d -> d.resolve("bin/nats-server"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no bin/nats-server above " + directory));
    }

    /**
     * The port that it listens on.
     *
     * @return the port
     */
    public int port() {
        return URI.create(addresses.path("nats").path(0).asText()).getPort();
    }

    /**
     * The port that it listens on for websockets, if its configuration says so.
     *
     * @return the port
     */
    public int websocketPort() {
        return URI.create(addresses.path("websocket").path(0).asText()).getPort();
    }

    /**
     * Where its monitoring can be read, if it was started with {@code -m -1}.
     *
     * @return the URL, without a path
     */
    public URI monitoring() {
        return URI.create(addresses.path("monitoring").path(0).asText());
    }

    /**
     * The address to connect to.
     *
     * @return the URL
     */
    public String url() {
        return "nats://127.0.0.1:" + port();
    }

    /**
     * Connects to it.
     *
     * @return a connection that the caller closes
     */
    public Connection connect() {
        try {
            return Nats.connect(Options.builder().server(url()).build());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /**
     * What it has written to its log so far.
     *
     * @return the log
     */
    public String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Kills it, so that it says goodbye to nobody, and waits until its port is free.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it from doing anything until {@link #resume()}; its connections stay open. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on after {@link #pause()}. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("The nats-server did not get the signal " + signal + ".");
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** Ends it, and waits until its port is free. */
    @Override
    public void close() {
        if (!Files.exists(directory)) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(NatsServer::delete);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
