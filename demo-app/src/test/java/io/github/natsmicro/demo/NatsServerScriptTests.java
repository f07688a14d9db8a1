// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of {@code bin/nats-server} that sees only the tools and the release server of the test. */
class NatsServerScriptTests {

    private static final String VERSION = "9.8.7";
    private static final String ARCHIVE = "nats-server-v" + VERSION + "-linux-amd64";
    private static final String TOOLS =
            "bash cat chmod dirname env grep gzip head id mkdir mktemp mv readlink rm sed tar tr";

    private final Map<String, byte[]> release = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<String, String> environment = new TreeMap<>();

    /** The release server answers once as many requests as this have come. */
    private volatile CountDownLatch awaitedRequests = new CountDownLatch(0);

    private HttpServer server;
    private Path root;
    private Path tools;
    private Path copies;
    private Path script;

    @BeforeEach
    void layOutACheckout(@TempDir Path folder) throws Exception {
        root = Files.createDirectory(folder.toRealPath().resolve("a checkout"));
        copies = root.resolve(".nats-server");
        script = root.resolve("bin/nats-server");
        copyFolder(checkoutOfThisTest().resolve("bin"), root.resolve("bin"));

        tools = Files.createDirectory(folder.toRealPath().resolve("tools"));
        for (String tool : TOOLS.split(" ", -1)) {
            passOn(tool, onThePath(tool));
        }
        tool("uname", "[ \"$1\" = -m ] && echo x86_64 || echo Linux");

        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.toString());
        environment.put("NATS_SERVER_VERSION", VERSION);
        environment.put(
                "NATS_SERVER_BASE_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/download");
    }

    @AfterEach
    void stopTheReleaseServer() {
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void explainsItself() throws Exception {
        Result result = finish(start(script.toString(), "--help"));

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: bin/nats-server").contains("NATS_SERVER_BASE_URL");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theVariableWins() throws Exception {
        Path chosen = tool("chosen-server", fakeServer("chosen"));
        tool("nats-server", fakeServer("on the PATH"));

        environment.put("NATS_SERVER", chosen.toString());
        assertThat(run()).isEqualTo(new Result(0, chosen + "\n", ""));

        environment.put("NATS_SERVER", "chosen-server");
        assertThat(run()).isEqualTo(new Result(0, chosen + "\n", ""));
    }

    @Test
    void aVariableThatPointsNowhereIsRefused() throws Exception {
        tool("nats-server", fakeServer("on the PATH"));
        for (String nowhere : List.of(root + "/nowhere", "no-such-command", root.toString(), root + "/bin/support")) {
            environment.put("NATS_SERVER", nowhere);

            Result result = run();

            assertThat(result.status()).isOne();
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .isEqualTo("NATS_SERVER is '" + nowhere + "', which is neither an executable file nor a command on"
                            + " the PATH: set it to the path of a NATS server, or unset it to have one found or"
                            + " fetched.\n");
        }
    }

    @Test
    void aVariableThatNamesTheScriptItselfIsRefused() throws Exception {
        environment.put("NATS_SERVER", script.toString());

        Result result = run();

        assertThat(result.status()).isOne();
        assertThat(result.err()).contains("which is the script that looks for a NATS server: set it to");
    }

    @Test
    void thePathWinsOverTheOwnCopy() throws Exception {
        executable(copies.resolve("nats-server"), fakeServer("own copy"));
        Path installed = tool("nats-server", fakeServer("on the PATH"));

        assertThat(run()).isEqualTo(new Result(0, installed + "\n", ""));
    }

    @Test
    void doesNotFindItselfOnThePath() throws Exception {
        Path copy = executable(copies.resolve("nats-server"), fakeServer("own copy"));
        Path otherCheckout = root.resolveSibling("other checkout/bin");
        copyFolder(root.resolve("bin"), otherCheckout);
        Files.createSymbolicLink(tools.resolve("nats-server"), script);
        environment.put(
                "PATH",
                Stream.of(script.getParent(), otherCheckout, tools)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));

        assertThat(finish(start("nats-server"))).isEqualTo(new Result(0, copy + "\n", ""));
        assertThat(finish(start(tools.resolve("nats-server").toString()))).isEqualTo(new Result(0, copy + "\n", ""));
    }

    @Test
    void theReleaseArchiveIsFetchedOnce() throws Exception {
        java();
        publish(archive());
        Path copy = copies.resolve("nats-server");

        Result first = run();

        assertThat(first)
                .isEqualTo(new Result(
                        0,
                        copy + "\n",
                        "No NATS server was found on this machine, so a copy is fetched into " + copies + ", once.\n"));
        assertThat(outputOf(copy)).isEqualTo("released\n");
        assertThat(files(copies)).containsExactly("LICENSE", "nats-server");
        assertThat(requests).hasValue(2);

        assertThat(run()).isEqualTo(new Result(0, copy + "\n", ""));
        assertThat(requests).hasValue(2);
    }

    @Test
    void aWrongChecksumIsTheEnd() throws Exception {
        java();
        packageOfApt();
        byte[] archive = archive();
        publish(archive);
        String wrong = "0123456789abcdef".repeat(4);
        release.put("SHA256SUMS", (wrong + "  " + ARCHIVE + ".zip\n").getBytes(StandardCharsets.UTF_8));

        Result result = run();

        assertThat(result.status()).isOne();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(wrong, sha256(archive)).hasLineCount(2);
        assertThat(files(copies)).isEmpty();
    }

    @Test
    void withoutAnArchiveThePackageIsUnpacked() throws Exception {
        java();
        packageOfApt();
        publish(archive());
        release.remove(ARCHIVE + ".zip");

        Result result = run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(copies.resolve("nats-server") + "\n");
        assertThat(result.err()).hasLineCount(2).contains(ARCHIVE + ".zip has the status 404.");
        assertThat(outputOf(copies.resolve("nats-server"))).isEqualTo("packaged\n");
        assertThat(files(copies)).containsExactly("nats-server");
    }

    @Test
    void homebrewFetchesItsBottle() throws Exception {
        tool("brew", """
                case $* in
                    --prefix) echo /nowhere ;;
                    '--cache nats-server') echo "$HOMEBREW_CACHE/bottle.tar.gz" ;;
                    'fetch nats-server')
                        echo "Fetching: nats-server $HOMEBREW_NO_AUTO_UPDATE"
                        mkdir -p "$HOMEBREW_CACHE/nats-server/1.2.3/bin"
                        printf '%s\\n' '#!/bin/sh' 'echo bottled' >"$HOMEBREW_CACHE/nats-server/1.2.3/bin/nats-server"
                        tar -czf "$HOMEBREW_CACHE/bottle.tar.gz" -C "$HOMEBREW_CACHE" nats-server
                        ;;
                    *) exit 1 ;;
                esac
                """);

        Result result = run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(copies.resolve("nats-server") + "\n");
        assertThat(result.err())
                .hasLineCount(3)
                .contains("there is no java in JAVA_HOME", "there are no apt-get and dpkg");
        assertThat(outputOf(copies.resolve("nats-server"))).isEqualTo("bottled\n");
        assertThat(files(copies)).containsExactly("nats-server");
    }

    @Test
    void whatHomebrewHasInstalledIsUsedInPlace() throws Exception {
        Path prefix = root.resolveSibling("homebrew");
        Path installed = executable(prefix.resolve("opt/nats-server/bin/nats-server"), fakeServer("installed"));
        tool("brew", "[ \"$*\" = --prefix ] && echo '" + prefix + "'");

        Result result = run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(installed + "\n");
        assertThat(files(copies)).isEmpty();
    }

    @Test
    void dockerRunsTheServerInAContainer() throws Exception {
        tool("docker", """
                case $* in
                    info*) ;;
                    'image inspect'*) exit 1 ;;
                    'pull -q nats:9.8.7') ;;
                    run*) printf '%s\\n' "$@" ;;
                    *) exit 1 ;;
                esac
                """);
        Path wrapper = copies.resolve("docker/nats-server");
        Path configuration = Files.createDirectories(root.resolveSibling("configuration"));
        Path store = root.resolveSibling("store");

        Result first = run();

        assertThat(first.status()).isZero();
        assertThat(first.out()).isEqualTo(wrapper + "\n");
        assertThat(first.err()).hasLineCount(4);
        assertThat(run()).isEqualTo(new Result(0, wrapper + "\n", ""));

        Result container =
                finish(start(wrapper.toString(), "-c", configuration + "/nats.conf", "-js", "--store_dir=" + store));

        assertThat(container.status()).as(container.err()).isZero();
        assertThat(container.out().lines())
                .startsWith(
                        "run", "--rm", "-i", "--init", "--sig-proxy=true", "--network", "host", "-w", root.toString())
                .containsSubsequence("-v", root + ":" + root)
                .containsSubsequence("-v", configuration + ":" + configuration)
                .containsSubsequence("-v", store + ":" + store)
                .endsWith("nats:9.8.7", "-c", configuration + "/nats.conf", "-js", "--store_dir=" + store);
        assertThat(store).isDirectory();
    }

    @Test
    void withNothingAtAllItSaysWhatToDo() throws Exception {
        Result result = run();

        assertThat(result.status()).isOne();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .endsWith("\nNo NATS server could be found or fetched: install nats-server so that it is on the PATH,"
                        + " or set NATS_SERVER to the path of one.\n");
        assertThat(files(copies)).isEmpty();
    }

    @Test
    void twoRunsAtOnceDoNotHurtEachOther() throws Exception {
        java();
        publish(archive());
        awaitedRequests = new CountDownLatch(2);
        Path copy = copies.resolve("nats-server");

        Running one = start(script.toString());
        Running other = start(script.toString());

        for (Result result : List.of(finish(one), finish(other))) {
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out()).isEqualTo(copy + "\n");
        }
        assertThat(requests).hasValue(4);
        assertThat(outputOf(copy)).isEqualTo("released\n");
        assertThat(files(copies)).containsExactly("LICENSE", "nats-server");
    }

    @Test
    void anInterruptedRunLeavesNothingBehind() throws Exception {
        java();
        CountDownLatch asked = new CountDownLatch(1);
        server.removeContext("/");
        server.createContext("/", exchange -> asked.countDown());

        Running running = start(script.toString());
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(files(copies)).isNotEmpty();
        running.process().destroy();

        assertThat(finish(running).out()).isEmpty();
        assertThat(files(copies)).isEmpty();
    }

    private record Result(int status, String out, String err) {}

    private record Running(Process process, Path out, Path err) {}

    private Result run() throws Exception {
        return finish(start(script.toString()));
    }

    private Running start(String... command) throws IOException {
        Path out = Files.createTempFile(root.getParent(), "out", ".txt");
        Path err = Files.createTempFile(root.getParent(), "err", ".txt");
        // ProcessBuilder looks a command up on the PATH of the test, so env does it on the PATH of the script.
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(tools.resolve("env").toString()), Stream.of(command))
                                .toList())
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private static Result finish(Running running) throws Exception {
        Process process = running.process();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String err = Files.readString(running.err());
        assertThat(ended).as("Ended within a minute; stderr: " + err).isTrue();
        return new Result(process.exitValue(), Files.readString(running.out()), err);
    }

    private String outputOf(Path executable) throws Exception {
        Result result = finish(start(executable.toString()));
        assertThat(result.status()).isZero();
        return result.out();
    }

    private void java() throws IOException {
        passOn("java", Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    // No symbolic link, because JUnit warns about each one that leads out of the temporary folder.
    private void passOn(String name, Path to) throws IOException {
        tool(name, "#!/bin/sh\nexec '" + to + "' \"$@\"\n");
    }

    /** An apt-get that knows the package only after an update into folders of the checkout, and a dpkg. */
    private void packageOfApt() throws IOException {
        tool("apt-get", """
                lists=/nowhere
                for argument in "$@"; do
                    case $argument in
                        "Dir::State::lists=$ROOT/.nats-server/"*) lists=${argument#*=} ;;
                        update) echo >"$lists/updated" ;;
                        download)
                            if [ ! -f "$lists/updated" ]; then
                                echo 'E: Unable to locate package nats-server' >&2
                                exit 100
                            fi
                            echo >nats-server_1.2.3_all.deb
                            ;;
                    esac
                done
                """.replace("$ROOT", root.toString()));
        tool("dpkg", """
                [ "$1" = -x ] && [ -f "$2" ] || exit 1
                mkdir -p "$3/usr/sbin"
                printf '%s\\n' '#!/bin/sh' 'echo packaged' >"$3/usr/sbin/nats-server"
                """);
    }

    private Path tool(String name, String commands) throws IOException {
        String shebang = commands.startsWith("#!") ? "" : "#!/usr/bin/env bash\n";
        return executable(tools.resolve(name), shebang + commands);
    }

    private static String fakeServer(String output) {
        return "#!/bin/sh\necho '" + output + "'\n";
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Map<String, String> entries =
                    Map.of("README.md", "Read me.\n", "LICENSE", "Licence.\n", "nats-server", fakeServer("released"));
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(ARCHIVE + "/" + entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private void publish(byte[] archive) throws Exception {
        String sums = "0".repeat(64) + "  nats-server-v" + VERSION + "-linux-arm64.zip\n" + sha256(archive) + "  "
                + ARCHIVE + ".zip\n";
        release.put(ARCHIVE + ".zip", archive);
        release.put("SHA256SUMS", sums.getBytes(StandardCharsets.UTF_8));
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
        byte[] body = path.startsWith(prefix) ? release.get(path.substring(prefix.length())) : null;
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path checkoutOfThisTest() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("bin/nats-server"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("The folder above this test with bin/nats-server")
                    .isNotNull();
        }
        return folder;
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder).toAbsolutePath().resolve(tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("This test needs " + tool + " on the PATH."));
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
