// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.NKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
            "Correct nats.username and nats.password, nats.token, nats.nkey or nats.credentials, whichever the server asks for.";
    private static final String CORRECT_URL =
            "Write it as nats://host:4222; besides nats there are tls, opentls, ws and wss. Special characters in a password are to be percent-encoded.";

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
    @ValueSource(strings = {"nats://127.0.0.1:port", "nats://not a host:4222", "http://127.0.0.1:4222"})
    void aServerThatIsNoUrl(String server, CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + server);
        assertThat(report.description())
                .isEqualTo("The property nats.servers holds \"" + server + "\", which is no URL of a NATS server.");
        assertThat(report.action()).isEqualTo(CORRECT_URL);
    }

    @Test
    void aHostThatIsNotKnown(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=nats://no-such-host.invalid:4222");
        assertThat(report.description())
                .isEqualTo("No host has the name of a NATS server at nats://no-such-host.invalid:4222.");
        assertThat(report.action())
                .isEqualTo("Correct the property nats.servers, or make the name known to this host.");
    }

    @Test
    void somethingElseThatListens(CapturedOutput output) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "nats://127.0.0.1:" + socket.getLocalPort();
            ApplicationOutput report = fail(output, "nats.servers=" + url, "nats.connection-timeout=200ms");
            assertThat(report.description())
                    .isEqualTo("Something listens at " + url + ", but did not answer in time as a NATS server does.");
            assertThat(report.action())
                    .isEqualTo(
                            "Correct the property nats.servers; set nats.ssl.tls-first if the server begins with TLS, or a longer nats.connection-timeout if it is slow.");
        }
    }

    @Test
    void optionsThatAreNotValid(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE, "nats.ssl.tls-first=true");
        assertThat(report.description())
                .isEqualTo(
                        "The options of the NATS connection to nats://127.0.0.1:1 are not valid: SSL context required for tls handshake first.");
        assertThat(report.action())
                .isEqualTo("Correct the properties nats.*, or the beans that customize the options.");
    }

    @Test
    void anNkeyThatIsNone(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE, "nats.nkey=SUs3cret");
        assertThat(report.description()).isEqualTo("The property nats.nkey holds no seed of a user's NKey.");
        assertThat(report.action()).isEqualTo("Set nats.nkey to the seed, which begins with SU.");
        assertThat(report.everything()).doesNotContain("s3cret");
    }

    @Test
    void anNkeyThatIsNotOfAUser(CapturedOutput output) throws Exception {
        String seed = new String(NKey.createAccount(null).getSeed());
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE, "nats.nkey=" + seed);
        assertThat(report.description()).isEqualTo("The property nats.nkey holds no seed of a user's NKey.");
        assertThat(report.everything()).doesNotContain(seed);
    }

    @Test
    void aCredentialsFileThatIsNotThere(CapturedOutput output) {
        ApplicationOutput report =
                fail(output, "nats.servers=" + NOWHERE, "nats.credentials=no-such-directory/shop.creds");
        assertThat(report.description())
                .isEqualTo("The credentials file no-such-directory/shop.creds is not there or can not be read.");
        assertThat(report.action()).isEqualTo("Correct the property nats.credentials, or put the file there.");
    }

    @Test
    void credentialsWithoutContent(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE, "nats.credentials-content=eyJs3cret");
        assertThat(report.description())
                .isEqualTo(
                        "The property nats.credentials-content holds no user JWT followed by the seed of a user's NKey.");
        assertThat(report.action())
                .isEqualTo("Set nats.credentials-content to the whole content of a credentials file.");
        assertThat(report.everything()).doesNotContain("s3cret");
    }

    @Test
    void moreThanOneWayToLogIn(CapturedOutput output) {
        ApplicationOutput report =
                fail(output, "nats.servers=" + NOWHERE, "nats.username=shop", "nats.credentials=shop.creds");
        assertThat(report.description())
                .isEqualTo(
                        "There is more than one way to log in to the NATS server: nats.username and nats.credentials.");
        assertThat(report.action()).isEqualTo("Set only the one that the server asks for.");
    }

    @Test
    void anSslBundleThatIsNotThere(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE, "nats.ssl.bundle=shop");
        assertThat(report.description())
                .isEqualTo("The property nats.ssl.bundle names the SSL bundle \"shop\", which there is not.");
        assertThat(report.action())
                .isEqualTo(
                        "Define it with the properties spring.ssl.bundle.pem.shop.* or spring.ssl.bundle.jks.shop.*, or correct nats.ssl.bundle.");
    }

    @Test
    void anExecutorThatIsNotThere(CapturedOutput output) {
        ApplicationOutput report = fail(output, "nats.servers=" + NOWHERE, "nats.executor=shop");
        assertThat(report.description())
                .isEqualTo(
                        "The property nats.executor names the bean \"shop\", which is no ExecutorService of this application.");
        assertThat(report.action()).isEqualTo("Define an ExecutorService bean of that name, or correct nats.executor.");
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
