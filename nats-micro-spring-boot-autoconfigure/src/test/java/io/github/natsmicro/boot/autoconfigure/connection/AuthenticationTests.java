// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionException.Reason;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Servers that demand an NKey, or credentials of an account; beside them one that is spoken to by websocket. */
class AuthenticationTests {

    private static final String LIMITS =
            "{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true,\"conn\":-1,\"leaf\":-1}";

    @TempDir
    private static Path directory;

    private static NatsServer withNkey;
    private static NatsServer withAccounts;
    private static NatsServer withWebsocket;
    private static String seed;
    private static String credentials;
    private static String strangersCredentials;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class));

    @BeforeAll
    static void start() throws Exception {
        NKey user = NKey.createUser(null);
        seed = new String(user.getSeed());
        withNkey = server("nkey.conf", "authorization { users = [ { nkey: \"%s\" } ] }".formatted(publicKey(user)));

        NKey operator = NKey.createOperator(null);
        NKey account = NKey.createAccount(null);
        withAccounts = server("accounts.conf", """
                        operator: %s
                        resolver: MEMORY
                        resolver_preload: { %s: %s }
                        """.formatted(
                jwt(operator, operator, "{\"type\":\"operator\",\"version\":2}"),
                publicKey(account),
                jwt(operator, account, "{\"type\":\"account\",\"version\":2,\"limits\":%s}".formatted(LIMITS))));
        credentials = credentials(account);
        strangersCredentials = credentials(NKey.createAccount(null));

        withWebsocket = server(
                "websocket.conf",
                "websocket { host: \"127.0.0.1\", port: -1, no_tls: true }\nauthorization { user: shop, password: s3cret }");
    }

    @AfterAll
    static void stop() {
        withNkey.close();
        withAccounts.close();
        withWebsocket.close();
    }

    private static NatsServer server(String file, String configuration) throws IOException {
        return NatsServer.start(
                "-c", Files.writeString(directory.resolve(file), configuration).toString());
    }

    private static String publicKey(NKey key) throws GeneralSecurityException, IOException {
        return new String(key.getPublicKey());
    }

    private static String jwt(NKey issuer, NKey subject, String claims) throws GeneralSecurityException, IOException {
        return JwtUtils.issueJWT(
                issuer,
                publicKey(subject),
                "test",
                null,
                JwtUtils.currentTimeSeconds(),
                publicKey(issuer),
                () -> claims);
    }

    private static String credentials(NKey account) throws GeneralSecurityException, IOException {
        NKey user = NKey.createUser(null);
        String jwt = JwtUtils.issueUserJWT(account, publicKey(account), publicKey(user));
        return JwtUtils.NATS_USER_JWT_FORMAT.formatted(jwt, new String(user.getSeed()));
    }

    private ApplicationContextRunner at(NatsServer server, String... properties) {
        return this.runner.withPropertyValues("nats.servers=" + server.url()).withPropertyValues(properties);
    }

    private static void assertConnected(ApplicationContextRunner runner) {
        runner.run(context ->
                assertThat(context.getBean(Connection.class).getStatus()).isEqualTo(Connection.Status.CONNECTED));
    }

    private static void assertRefused(ApplicationContextRunner runner) {
        runner.withPropertyValues("nats.connection-timeout=1s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .cause()
                        .cause()
                        .asInstanceOf(InstanceOfAssertFactories.type(NatsConnectionException.class))
                        .extracting(NatsConnectionException::reason)
                        .isEqualTo(Reason.REFUSED));
    }

    @Test
    void logsInWithAnNkey() {
        assertConnected(at(withNkey, "nats.nkey=" + seed));
    }

    @Test
    void isRefusedWithTheNkeyOfAStranger() throws Exception {
        assertRefused(
                at(withNkey, "nats.nkey=" + new String(NKey.createUser(null).getSeed())));
    }

    @Test
    void isRefusedWithoutNkey() {
        assertRefused(at(withNkey));
    }

    @Test
    void logsInWithACredentialsFile() throws IOException {
        Path file = Files.writeString(directory.resolve("shop.creds"), credentials);
        assertConnected(at(withAccounts, "nats.credentials=" + file));
    }

    @Test
    void isRefusedWithTheCredentialsFileOfAStranger() throws IOException {
        Path file = Files.writeString(directory.resolve("stranger.creds"), strangersCredentials);
        assertRefused(at(withAccounts, "nats.credentials=" + file));
    }

    @Test
    void logsInWithTheContentOfACredentialsFile() {
        assertConnected(at(withAccounts, "nats.credentials-content=" + credentials));
    }

    @Test
    void logsInWithContentWhoseLinesAreSpaces() {
        // As it comes out of an environment variable that can have no line ends.
        assertConnected(at(withAccounts, "nats.credentials-content=" + credentials.replaceAll("\\s+", " ")));
    }

    @Test
    void isRefusedWithTheContentOfAStranger() {
        assertRefused(at(withAccounts, "nats.credentials-content=" + strangersCredentials));
    }

    @Test
    void isRefusedWithoutCredentials() {
        assertRefused(at(withAccounts));
    }

    @Test
    void speaksByWebsocket() {
        assertConnected(this.runner.withPropertyValues(
                "nats.servers=" + websocket(""), "nats.username=shop", "nats.password=s3cret"));
    }

    @Test
    void speaksByWebsocketAndLogsInWithTheUserInfoOfTheUrl() {
        assertConnected(this.runner.withPropertyValues("nats.servers=" + websocket("shop:s3cret@")));
    }

    @Test
    void isRefusedByWebsocketToo() {
        assertRefused(this.runner.withPropertyValues("nats.servers=" + websocket("shop:wrong@")));
    }

    private static String websocket(String userInfo) {
        return "ws://" + userInfo + "127.0.0.1:" + withWebsocket.websocketPort();
    }
}
