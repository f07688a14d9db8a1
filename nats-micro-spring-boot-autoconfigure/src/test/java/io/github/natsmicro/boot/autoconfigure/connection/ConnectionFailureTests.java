// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.NKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ConnectionFailureTests {

    /** Nothing listens on this port, which is reserved. */
    private static final String NOWHERE = "nats://127.0.0.1:1";

    private static final String START_ONE =
            "Start a NATS server there, or set the property nats.servers to where one runs.";
    private static final String CORRECT_CREDENTIALS =
            "Correct nats.username and nats.password, nats.token or nats.credentials, whichever the server asks for.";
    private static final String CORRECT_PROPERTIES =
            "Correct the properties nats.*; a server is written as nats://host:4222.";

    private static NatsServer withUser;

    @BeforeAll
    static void start() {
        withUser = NatsServer.start("--user", "shop", "--pass", "right");
    }

    @AfterAll
    static void stop() {
        withUser.close();
    }

    private static ApplicationOutput fail(CapturedOutput output, String... properties) {
        return ApplicationOutput.ofFailure(output, List.of(properties));
    }

    @Test
    void noServer(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE);
        assertThat(report.description()).isEqualTo("No NATS server answers at nats://127.0.0.1:1.");
        assertThat(report.action()).isEqualTo(START_ONE);
    }

    @Test
    void noneOfSeveralServers(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE + ",nats://127.0.0.1:2");
        assertThat(report.description()).isEqualTo("No NATS server answers at nats://127.0.0.1:1, nats://127.0.0.1:2.");
        assertThat(report.action()).isEqualTo(START_ONE);
    }

    @Test
    void aWrongPassword(CapturedOutput output) {
        ApplicationOutput report =
                fail(output, "nats.servers=" + withUser.url(), "nats.username=shop", "nats.password=wr0ng-secret");
        assertThat(report.description())
                .isEqualTo("The NATS server at " + withUser.url() + " refused the credentials of the application.");
        assertThat(report.action()).isEqualTo(CORRECT_CREDENTIALS);
        assertThat(report.everything()).doesNotContain("wr0ng-secret");
    }

    @Test
    void noCredentials(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + withUser.url());
        assertThat(report.description())
                .isEqualTo("The NATS server at " + withUser.url() + " refused the credentials of the application.");
        assertThat(report.action()).isEqualTo(CORRECT_CREDENTIALS);
    }

    @Test
    void aWrongToken(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + withUser.url(), "nats.token=wr0ng-secret");
        assertThat(report.description())
                .isEqualTo("The NATS server at " + withUser.url() + " refused the credentials of the application.");
        assertThat(report.everything()).doesNotContain("wr0ng-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nats://127.0.0.1:port", "nats://not a host:4222"})
    void aServerThatIsNoUrl(String server, CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + server);
        assertThat(report.description())
                .isEqualTo("The options of the NATS connection to " + server + " are not valid.");
        assertThat(report.action()).isEqualTo(CORRECT_PROPERTIES);
    }

    @Test
    void aCredentialsFileThatIsNotThere(CapturedOutput output, @TempDir Path directory) throws Exception {
        // Only a server that sends a challenge makes the client read its file.
        String user = new String(NKey.createUser(null).getPublicKey());
        Path configuration = Files.writeString(
                directory.resolve("server.conf"), "authorization { users = [ { nkey: \"" + user + "\" } ] }");
        try (NatsServer server = NatsServer.start("-c", configuration.toString())) {
            ApplicationOutput report =
                    fail(output, "nats.servers=" + server.url(), "nats.credentials=no-such-directory/shop.creds");
            assertThat(report.description()).contains("no-such-directory/shop.creds");
            assertThat(report.action()).contains("nats.credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nats://shop:s3cret@127.0.0.1:1",
                "nats://s3cret@127.0.0.1:1",
                "shop:s3cret@127.0.0.1:1",
                "nats://shop:s3cret%40home@127.0.0.1:1",
                "nats://shop:half@s3cret@127.0.0.1:1",
                "nats://shop:half/s3cret@127.0.0.1:1",
                "nats://shop:half?s3cret@127.0.0.1:1",
                "nats://shop:half#s3cret@127.0.0.1:1",
                "nats://shop:s3cret@127.0.0.1:port",
                "nats://shop:s3cret@127.0.0.1:1,nats://shop:s3cret@127.0.0.1:2",
            })
    void thePasswordInAUrlIsNotShown(String server, CapturedOutput output) {
        assertThat(fail(output, "nats.servers=" + server).everything()).doesNotContain("s3cret");
    }

    @Test
    void thePasswordInOneEntryWithSeveralUrlsIsNotShown(CapturedOutput output) {
        ApplicationOutput report =
                fail(output, "nats.servers[0]=nats://shop:s3cret@127.0.0.1:1,nats://shop:s3cret@127.0.0.1:2");
        assertThat(report.everything()).doesNotContain("s3cret");
    }

    @Test
    void theHostOfAUrlWithPasswordIsShown(CapturedOutput output) {
        assertThat(fail(output, "nats.servers=nats://shop:s3cret@127.0.0.1:1").description())
                .isEqualTo("No NATS server answers at nats://***@127.0.0.1:1.");
    }

    @Test
    void withoutServersTheDefaultIsNamed() {
        assertThat(new NatsConnectionException(List.of(), new IOException("refused"), List.of(), false).servers())
                .isEqualTo("nats://localhost:4222");
    }
}
