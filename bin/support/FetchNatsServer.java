// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipFile;

/**
 * Fetches the NATS server and its licence out of a release archive, whose SHA-256 sum must be the published one.
 *
 * <p>Run as {@code java FetchNatsServer.java <base URL> <version> <platform> <target folder>}. Ends with 0 when the
 * server lies in the target folder, with 1 when it could not be had, and with 2 when the sum is a wrong one.
 */
public final class FetchNatsServer {

    private static final long MAX_BYTES = 200L * 1024 * 1024;
    private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(new EnvironmentProxies())
            .build();

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 4) {
            end(1, "FetchNatsServer needs four arguments: base URL, version, platform and target folder.");
        }
        String folder = args[0] + "/v" + args[1] + "/";
        String name = "nats-server-v" + args[1] + "-" + args[2];
        // The timeout of an HttpRequest does not cover the body of the response.
        FutureTask<Void> work = new FutureTask<>(() -> fetch(folder, name, Path.of(args[3])));
        Thread worker = new Thread(work, "fetch");
        worker.setDaemon(true);
        worker.start();
        String failure = "The release archive " + name + ".zip could not be fetched from " + folder + ": ";
        try {
            work.get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            end(1, failure + "it took longer than " + TIME_LIMIT.toMinutes() + " minutes.");
        } catch (ExecutionException e) {
            end(1, failure + reason(e.getCause()) + ".");
        }
    }

    private static void end(int status, String message) {
        System.err.println(message);
        System.exit(status);
    }

    private static String reason(Throwable failure) {
        if (failure.getMessage() != null) {
            return failure.getMessage().replaceAll("\\s+", " ").replaceFirst("[ .]+$", "");
        }
        return failure instanceof ConnectException
                ? "the host could not be reached"
                : failure.getClass().getSimpleName();
    }

    private static Void fetch(String folder, String name, Path target) throws Exception {
        Files.createDirectories(target);
        Path sums = temporary(target);
        download(folder + "SHA256SUMS", sums);
        String expected = expectedSum(Files.readAllLines(sums), name + ".zip");
        Path archive = temporary(target);
        String actual = download(folder + name + ".zip", archive);
        if (!actual.equals(expected)) {
            end(
                    2,
                    "The release archive " + folder + name + ".zip has the SHA-256 sum " + actual + " instead of "
                            + expected + " as published, so it was thrown away: somebody may have tampered with it.");
        }
        String server = name.contains("-windows-") ? "nats-server.exe" : "nats-server";
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            unpack(zip, name + "/LICENSE", target.resolve("LICENSE"));
            if (!unpack(zip, name + "/" + server, target.resolve(server))) {
                throw new IOException("it holds no " + name + "/" + server);
            }
        }
        return null;
    }

    private static String expectedSum(List<String> sums, String file) throws IOException {
        for (String line : sums) {
            String[] parts = line.strip().split("\\s+\\*?", 2);
            if (parts.length == 2 && parts[1].equals(file)) {
                return parts[0].toLowerCase(Locale.ROOT);
            }
        }
        throw new IOException("SHA256SUMS has no line for it");
    }

    private static String download(String address, Path file) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = response.body();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            if (response.statusCode() != 200) {
                throw new IOException("the answer for " + address + " has the status " + response.statusCode());
            }
            copy(in, out, address);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean unpack(ZipFile zip, String entry, Path file) throws IOException {
        if (zip.getEntry(entry) == null) {
            return false;
        }
        Path unpacked = temporary(file.getParent());
        try (InputStream in = zip.getInputStream(zip.getEntry(entry));
                OutputStream out = Files.newOutputStream(unpacked)) {
            copy(in, out, entry);
        }
        unpacked.toFile().setReadable(true, false);
        unpacked.toFile().setExecutable(!entry.endsWith("LICENSE"), false);
        Files.move(unpacked, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static void copy(InputStream in, OutputStream out, String what) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > MAX_BYTES) {
                throw new IOException(what + " is larger than " + MAX_BYTES + " bytes");
            }
            out.write(buffer, 0, read);
        }
    }

    // Deleted at the end of the JVM, which comes by a signal, too.
    private static Path temporary(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".fetch-", ".tmp");
        file.toFile().deleteOnExit();
        return file;
    }

    /** The proxies of the environment, which Java does not look at by itself; else those of the system properties. */
    private static final class EnvironmentProxies extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            String address = variable(uri.getScheme() + "_proxy");
            if (address.isBlank()) {
                return ProxySelector.getDefault().select(uri);
            }
            for (String entry : variable("no_proxy").split("[\\s,]+")) {
                String suffix = entry.replaceFirst("^\\*?\\.", "");
                if (entry.equals("*") || ("." + uri.getHost()).endsWith("." + suffix)) {
                    return List.of(Proxy.NO_PROXY);
                }
            }
            URI proxy = URI.create(address.contains("://") ? address : "http://" + address);
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port)));
        }

        private static String variable(String name) {
            String value = System.getenv(name);
            return value != null ? value : System.getenv().getOrDefault(name.toUpperCase(Locale.ROOT), "");
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
