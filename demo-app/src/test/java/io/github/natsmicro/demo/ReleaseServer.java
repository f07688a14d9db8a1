// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The place of the releases, on the loopback interface: an archive with a server that only says so, and its sum. */
final class ReleaseServer implements AutoCloseable {

    static final String VERSION = "9.8.7";
    static final String ARCHIVE = "nats-server-v" + VERSION + "-linux-amd64";

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** It answers once as many requests as this have come. */
    private volatile CountDownLatch awaitedRequests = new CountDownLatch(0);

    ReleaseServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/download";
    }

    /** How many requests have come so far. */
    int requests() {
        return requests.get();
    }

    /** Answers nobody before so many requests have come. */
    void awaitRequests(int count) {
        awaitedRequests = new CountDownLatch(count);
    }

    /** Answers nobody any more; the latch tells of the first who asks. */
    CountDownLatch fallSilent() {
        CountDownLatch asked = new CountDownLatch(1);
        server.removeContext("/");
        server.createContext("/", exchange -> asked.countDown());
        return asked;
    }

    void put(String file, byte[] content) {
        files.put(file, content);
    }

    void remove(String file) {
        files.remove(file);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Map<String, String> entries = Map.of(
                    "README.md",
                    "Read me.\n",
                    "LICENSE",
                    "Licence.\n",
                    "nats-server",
                    ScriptCheckout.fakeServer("released"));
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(ARCHIVE + "/" + entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    void publish(byte[] archive) throws Exception {
        String sums = "0".repeat(64) + "  nats-server-v" + VERSION + "-linux-arm64.zip\n" + sha256(archive) + "  "
                + ARCHIVE + ".zip\n";
        files.put(ARCHIVE + ".zip", archive);
        files.put("SHA256SUMS", sums.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        awaitedRequests.countDown();
        try {
            awaitedRequests.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String prefix = "/download/v" + VERSION + "/";
        String path = exchange.getRequestURI().getPath();
        byte[] body = path.startsWith(prefix) ? files.get(path.substring(prefix.length())) : null;
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
