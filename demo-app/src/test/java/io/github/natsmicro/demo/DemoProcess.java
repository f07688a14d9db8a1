// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo in a process of its own, with the classes of the tests' JVM. */
final class DemoProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String STARTED = "Started DemoApplication";

    private final Process process;
    private final Path log;

    private DemoProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it, and does not wait until it has started. */
    static DemoProcess start(Path folder, String url, String... properties) {
        return start(folder, url, false, properties);
    }

    /** Starts it with the beans as the build has prepared them, and does not wait until it has started. */
    static DemoProcess startAheadOfTime(Path folder, String url) {
        return start(folder, url, true);
    }

    private static DemoProcess start(Path folder, String url, boolean aheadOfTime, String... properties) {
        try {
            Path log = Files.createTempFile(folder, "demo", ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx192m",
                    "-Dspring.aot.enabled=" + aheadOfTime,
                    "-cp",
                    System.getProperty("java.class.path"),
                    DemoApplication.class.getName(),
                    "--server.address=127.0.0.1",
                    "--server.port=0",
                    "--nats.servers=" + url));
            command.addAll(List.of(properties));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new DemoProcess(process, log);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    DemoProcess awaitStarted() {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The demo has ended: " + log());
            }
            return log().contains(STARTED);
        });
        return this;
    }

    /** Where its HTTP door is. */
    URI door() {
        Matcher port = PORT.matcher(log());
        if (!port.find()) {
            throw new IllegalStateException("The demo has not said its port: " + log());
        }
        return URI.create("http://127.0.0.1:" + port.group(1));
    }

    /** Asks it to end by SIGTERM, and waits until it has; gives the status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The demo does not end: " + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
