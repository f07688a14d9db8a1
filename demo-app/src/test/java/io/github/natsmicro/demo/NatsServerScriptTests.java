// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of {@code bin/nats-server} that sees only the tools and the release server of the test. */
class NatsServerScriptTests {

    private ReleaseServer release;
    private ScriptCheckout checkout;

    @BeforeEach
    void layOutACheckout(@TempDir Path folder) throws Exception {
        release = new ReleaseServer();
        checkout = new ScriptCheckout(folder);
        checkout.environment.put("NATS_SERVER_VERSION", ReleaseServer.VERSION);
        checkout.environment.put("NATS_SERVER_BASE_URL", release.url());
    }

    @AfterEach
    void stopTheReleaseServer() {
        release.close();
    }

    @Test
    void explainsItself() throws Exception {
        ScriptCheckout.Result result = ScriptCheckout.finish(checkout.start(checkout.script.toString(), "--help"));

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: bin/nats-server").contains("NATS_SERVER_BASE_URL");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theVariableWins() throws Exception {
        Path chosen = checkout.tool("chosen-server", ScriptCheckout.fakeServer("chosen"));
        checkout.tool("nats-server", ScriptCheckout.fakeServer("on the PATH"));

        checkout.environment.put("NATS_SERVER", chosen.toString());
        assertThat(checkout.run()).isEqualTo(new ScriptCheckout.Result(0, chosen + "\n", ""));

        checkout.environment.put("NATS_SERVER", "chosen-server");
        assertThat(checkout.run()).isEqualTo(new ScriptCheckout.Result(0, chosen + "\n", ""));
    }

    @Test
    void aVariableThatPointsNowhereIsRefused() throws Exception {
        checkout.tool("nats-server", ScriptCheckout.fakeServer("on the PATH"));
        for (String nowhere : List.of(
                checkout.root + "/nowhere",
                "no-such-command",
                checkout.root.toString(),
                checkout.root + "/bin/support")) {
            checkout.environment.put("NATS_SERVER", nowhere);

            ScriptCheckout.Result result = checkout.run();

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
        checkout.environment.put("NATS_SERVER", checkout.script.toString());

        ScriptCheckout.Result result = checkout.run();

        assertThat(result.status()).isOne();
        assertThat(result.err()).contains("which is the script that looks for a NATS server: set it to");
    }

    @Test
    void thePathWinsOverTheOwnCopy() throws Exception {
        ScriptCheckout.executable(checkout.copies.resolve("nats-server"), ScriptCheckout.fakeServer("own copy"));
        Path installed = checkout.tool("nats-server", ScriptCheckout.fakeServer("on the PATH"));

        assertThat(checkout.run()).isEqualTo(new ScriptCheckout.Result(0, installed + "\n", ""));
    }

    @Test
    void doesNotFindItselfOnThePath() throws Exception {
        Path copy = ScriptCheckout.executable(
                checkout.copies.resolve("nats-server"), ScriptCheckout.fakeServer("own copy"));
        Path otherCheckout = checkout.root.resolveSibling("other checkout/bin");
        ScriptCheckout.copyFolder(checkout.root.resolve("bin"), otherCheckout);
        Files.createSymbolicLink(checkout.tools.resolve("nats-server"), checkout.script);
        checkout.environment.put(
                "PATH",
                Stream.of(checkout.script.getParent(), otherCheckout, checkout.tools)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));

        assertThat(ScriptCheckout.finish(checkout.start("nats-server")))
                .isEqualTo(new ScriptCheckout.Result(0, copy + "\n", ""));
        assertThat(ScriptCheckout.finish(
                        checkout.start(checkout.tools.resolve("nats-server").toString())))
                .isEqualTo(new ScriptCheckout.Result(0, copy + "\n", ""));
    }

    @Test
    void theReleaseArchiveIsFetchedOnce() throws Exception {
        checkout.java();
        release.publish(ReleaseServer.archive());
        Path copy = checkout.copies.resolve("nats-server");

        ScriptCheckout.Result first = checkout.run();

        assertThat(first)
                .isEqualTo(new ScriptCheckout.Result(
                        0,
                        copy + "\n",
                        "No NATS server was found on this machine, so a copy is fetched into " + checkout.copies
                                + ", once.\n"));
        assertThat(checkout.outputOf(copy)).isEqualTo("released\n");
        assertThat(ScriptCheckout.files(checkout.copies)).containsExactly("LICENSE", "nats-server");
        assertThat(release.requests()).isEqualTo(2);

        assertThat(checkout.run()).isEqualTo(new ScriptCheckout.Result(0, copy + "\n", ""));
        assertThat(release.requests()).isEqualTo(2);
    }

    @Test
    void aWrongChecksumIsTheEnd() throws Exception {
        checkout.java();
        checkout.packageOfApt();
        byte[] archive = ReleaseServer.archive();
        release.publish(archive);
        String wrong = "0123456789abcdef".repeat(4);
        release.put("SHA256SUMS", (wrong + "  " + ReleaseServer.ARCHIVE + ".zip\n").getBytes(StandardCharsets.UTF_8));

        ScriptCheckout.Result result = checkout.run();

        assertThat(result.status()).isOne();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(wrong, ReleaseServer.sha256(archive)).hasLineCount(2);
        assertThat(ScriptCheckout.files(checkout.copies)).isEmpty();
    }

    @Test
    void withoutAnArchiveThePackageIsUnpacked() throws Exception {
        checkout.java();
        checkout.packageOfApt();
        release.publish(ReleaseServer.archive());
        release.remove(ReleaseServer.ARCHIVE + ".zip");

        ScriptCheckout.Result result = checkout.run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(checkout.copies.resolve("nats-server") + "\n");
        assertThat(result.err()).hasLineCount(2).contains(ReleaseServer.ARCHIVE + ".zip has the status 404.");
        assertThat(checkout.outputOf(checkout.copies.resolve("nats-server"))).isEqualTo("packaged\n");
        assertThat(ScriptCheckout.files(checkout.copies)).containsExactly("nats-server");
    }

    @Test
    void homebrewFetchesItsBottle() throws Exception {
        checkout.tool("brew", """
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

        ScriptCheckout.Result result = checkout.run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(checkout.copies.resolve("nats-server") + "\n");
        assertThat(result.err())
                .hasLineCount(3)
                .contains("there is no java in JAVA_HOME", "there are no apt-get and dpkg");
        assertThat(checkout.outputOf(checkout.copies.resolve("nats-server"))).isEqualTo("bottled\n");
        assertThat(ScriptCheckout.files(checkout.copies)).containsExactly("nats-server");
    }

    @Test
    void whatHomebrewHasInstalledIsUsedInPlace() throws Exception {
        Path prefix = checkout.root.resolveSibling("homebrew");
        Path installed = ScriptCheckout.executable(
                prefix.resolve("opt/nats-server/bin/nats-server"), ScriptCheckout.fakeServer("installed"));
        checkout.tool("brew", "[ \"$*\" = --prefix ] && echo '" + prefix + "'");

        ScriptCheckout.Result result = checkout.run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(installed + "\n");
        assertThat(ScriptCheckout.files(checkout.copies)).isEmpty();
    }

    @Test
    void dockerRunsTheServerInAContainer() throws Exception {
        checkout.tool("docker", """
                case $* in
                    info*) ;;
                    'image inspect'*) exit 1 ;;
                    'pull -q nats:9.8.7') ;;
                    run*) printf '%s\\n' "$@" ;;
                    *) exit 1 ;;
                esac
                """);
        Path wrapper = checkout.copies.resolve("docker/nats-server");
        Path configuration = Files.createDirectories(checkout.root.resolveSibling("configuration"));
        Path store = checkout.root.resolveSibling("store");

        ScriptCheckout.Result first = checkout.run();

        assertThat(first.status()).isZero();
        assertThat(first.out()).isEqualTo(wrapper + "\n");
        assertThat(first.err()).hasLineCount(4);
        assertThat(checkout.run()).isEqualTo(new ScriptCheckout.Result(0, wrapper + "\n", ""));

        ScriptCheckout.Result container = ScriptCheckout.finish(
                checkout.start(wrapper.toString(), "-c", configuration + "/nats.conf", "-js", "--store_dir=" + store));

        assertThat(container.status()).as(container.err()).isZero();
        assertThat(container.out().lines())
                .startsWith(
                        "run",
                        "--rm",
                        "-i",
                        "--init",
                        "--sig-proxy=true",
                        "--network",
                        "host",
                        "-w",
                        checkout.root.toString())
                .containsSubsequence("-v", checkout.root + ":" + checkout.root)
                .containsSubsequence("-v", configuration + ":" + configuration)
                .containsSubsequence("-v", store + ":" + store)
                .endsWith("nats:9.8.7", "-c", configuration + "/nats.conf", "-js", "--store_dir=" + store);
        assertThat(store).isDirectory();
    }

    @Test
    void withNothingAtAllItSaysWhatToDo() throws Exception {
        ScriptCheckout.Result result = checkout.run();

        assertThat(result.status()).isOne();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .endsWith("\nNo NATS server could be found or fetched: install nats-server so that it is on the PATH,"
                        + " or set NATS_SERVER to the path of one.\n");
        assertThat(ScriptCheckout.files(checkout.copies)).isEmpty();
    }

    @Test
    void twoRunsAtOnceDoNotHurtEachOther() throws Exception {
        checkout.java();
        release.publish(ReleaseServer.archive());
        release.awaitRequests(2);
        Path copy = checkout.copies.resolve("nats-server");

        ScriptCheckout.Running one = checkout.start(checkout.script.toString());
        ScriptCheckout.Running other = checkout.start(checkout.script.toString());

        for (ScriptCheckout.Result result : List.of(ScriptCheckout.finish(one), ScriptCheckout.finish(other))) {
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out()).isEqualTo(copy + "\n");
        }
        assertThat(release.requests()).isEqualTo(4);
        assertThat(checkout.outputOf(copy)).isEqualTo("released\n");
        assertThat(ScriptCheckout.files(checkout.copies)).containsExactly("LICENSE", "nats-server");
    }

    @Test
    void anInterruptedRunLeavesNothingBehind() throws Exception {
        checkout.java();
        CountDownLatch asked = release.fallSilent();

        ScriptCheckout.Running running = checkout.start(checkout.script.toString());
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ScriptCheckout.files(checkout.copies)).isNotEmpty();
        running.process().destroy();

        assertThat(ScriptCheckout.finish(running).out()).isEmpty();
        assertThat(ScriptCheckout.files(checkout.copies)).isEmpty();
    }
}
