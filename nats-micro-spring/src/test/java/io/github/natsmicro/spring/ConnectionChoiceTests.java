// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Services on several connections: each is offered on the one that it names. */
class ConnectionChoiceTests {

    private static NatsServer other;
    private static Connection otherClient;

    @Configuration(proxyBeanMethods = false)
    static class OtherConnection {

        @Bean(destroyMethod = "close", defaultCandidate = false)
        Connection other() {
            return other.connect();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Equals {

        @Bean(destroyMethod = "close")
        Connection equal() {
            return other.connect();
        }
    }

    /** Replaces the registrar of the fixture. */
    @Configuration(proxyBeanMethods = false)
    static class Finding {

        @Bean
        MicroServiceRegistrar registrar(
                PayloadCodecs codecs, @Value("${connection:}") String connection, @Value("${named:}") String named) {
            MicroServiceRegistrar registrar = new MicroServiceRegistrar(codecs);
            registrar.setConnectionName(connection.isEmpty() ? null : connection);
            registrar.setDefaultService(
                    new ServiceDefinition("found", "1.0.0", "", Map.of(), QueueGroup.inherited(), named));
            return registrar;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryOne extends Finding {

        @Bean(destroyMethod = "close")
        @Primary
        Connection main() {
            return other.connect();
        }
    }

    static class Here {

        @NatsEndpoint
        String where() {
            return "default";
        }
    }

    @NatsService(name = "there", version = "1.0.0", connection = "${there:other}")
    static class There {

        @NatsEndpoint
        String where() {
            return "other";
        }
    }

    @NatsService(name = "more", version = "1.0.0", connection = "other")
    static class More {

        @NatsEndpoint
        String more() {
            return "more";
        }
    }

    @NatsService(name = "there", version = "1.0.0")
    static class Disagreeing {

        @NatsEndpoint
        String disagree() {
            return "never";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Routes {

        @Bean
        NatsRouter router() {
            return routes -> routes.service(
                    "routed",
                    "1.0.0",
                    service -> service.connection("other")
                            .endpoint("routed", endpoint -> endpoint.handle(request -> "routed")));
        }
    }

    @BeforeAll
    static void startOther() {
        other = NatsServer.start();
        otherClient = other.connect();
    }

    @AfterAll
    static void stopOther() throws InterruptedException {
        otherClient.close();
        other.close();
    }

    private static String elsewhere(String subject) throws Exception {
        return NatsContext.text(otherClient.request(subject, new byte[0]).get(10, TimeUnit.SECONDS));
    }

    @Test
    void aServiceIsOfferedOnTheConnectionThatItNames() throws Exception {
        try (NatsContext nats = NatsContext.start(OtherConnection.class, Here.class, There.class, Routes.class)) {
            assertThat(nats.reply("where", "")).isEqualTo("default");
            assertThat(elsewhere("where")).isEqualTo("other");
            assertThat(elsewhere("routed")).isEqualTo("routed");
            assertThat(elsewhere("$SRV.PING.there")).contains("\"name\":\"there\"");
            assertThat(nats.client().request("$SRV.PING.there", new byte[0])).failsWithin(Duration.ofSeconds(10));
            assertThat(otherClient.request("$SRV.PING.default-service", new byte[0]))
                    .failsWithin(Duration.ofSeconds(10));
        }
        assertThat(otherClient.request("where", "".getBytes(StandardCharsets.UTF_8)))
                .failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void servicesOfOneConnectionShareWhatIsAboveIt() throws Exception {
        try (NatsContext nats = NatsContext.start(OtherConnection.class, There.class, More.class)) {
            assertThat(elsewhere("where")).isEqualTo("other");
            assertThat(elsewhere("more")).isEqualTo("more");
            assertThat(nats.services()).hasSize(2);
        }
    }

    @Test
    void aNameThatIsNotThereStopsTheStartWithTheNamesThatAre() {
        InvalidDefinitionException mistake =
                NatsContext.failure(Map.of("there", "missing"), OtherConnection.class, There.class);
        assertThat(mistake.description())
                .isEqualTo("The service \"there\" 1.0.0 names the connection \"missing\", but there is no such"
                        + " Connection bean.");
        assertThat(mistake.action())
                .isEqualTo(
                        "Name one that there is (\"connection\", \"other\"), or define a Connection bean of that name.");
    }

    @Test
    void aBeanThatIsNoConnectionIsNone() {
        assertThat(NatsContext.failure(Map.of("there", "codec"), There.class).description())
                .endsWith("names the connection \"codec\", but there is no such Connection bean.");
    }

    @Test
    void classesThatDisagreeOnTheConnectionOfAServiceStopTheStart() {
        assertThat(NatsContext.failure(OtherConnection.class, There.class, Disagreeing.class)
                        .action())
                .contains("connection agree");
    }

    @Test
    void theOnlyConnectionIsFoundAmongTheBeansBesideOnesThatAreForThoseWhoNameThem() {
        try (NatsContext nats = NatsContext.start(Finding.class, OtherConnection.class, Here.class)) {
            assertThat(nats.reply("where", "")).isEqualTo("default");
        }
    }

    @Test
    void thePrimaryConnectionIsFound() throws Exception {
        try (NatsContext nats = NatsContext.start(PrimaryOne.class, Here.class)) {
            assertThat(nats.services()).hasSize(1);
            assertThat(elsewhere("where")).isEqualTo("default");
        }
    }

    @Test
    void theConnectionOfServicesThatNameNoneCanBeNamed() throws Exception {
        try (NatsContext nats =
                NatsContext.start(Map.of("connection", "equal"), Finding.class, Equals.class, Here.class)) {
            assertThat(nats.services()).hasSize(1);
            assertThat(elsewhere("where")).isEqualTo("default");
        }
    }

    @Test
    void theDefaultServiceCanNameItsOwn() throws Exception {
        try (NatsContext nats =
                NatsContext.start(Map.of("named", "other"), Finding.class, OtherConnection.class, Here.class)) {
            assertThat(nats.services()).hasSize(1);
            assertThat(elsewhere("where")).isEqualTo("default");
        }
    }

    @Test
    void whereOneOfSeveralWouldHaveToBeGuessedTheStartStops() {
        InvalidDefinitionException mistake = NatsContext.failure(Finding.class, Equals.class, Here.class);
        assertThat(mistake.description())
                .isEqualTo("The service \"found\" 1.0.0 names no connection, and there are several: \"connection\","
                        + " \"equal\".");
        assertThat(mistake.action()).contains("@Primary");
    }

    @Test
    void aDefaultConnectionThatIsNotThereStopsTheStart() {
        assertThat(NatsContext.failure(Map.of("connection", "missing"), Finding.class, Here.class)
                        .description())
                .isEqualTo("The services that name no connection belong to \"missing\", but there is no such Connection"
                        + " bean.");
    }

    @Test
    void withoutServicesNoConnectionIsMissed() {
        try (NatsContext nats = NatsContext.start(Map.of("connection", "missing"), Finding.class)) {
            assertThat(nats.services()).isEmpty();
        }
    }
}
