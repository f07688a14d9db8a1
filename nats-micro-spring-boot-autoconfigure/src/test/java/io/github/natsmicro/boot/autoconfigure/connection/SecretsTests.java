// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What the application logs in with is shown nowhere, even where the actuator is told to show all values. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

    private static NatsServer server;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(NatsAutoConfiguration.class, NatsSanitizingAutoConfiguration.class));

    @BeforeAll
    static void start() {
        server = NatsServer.start("--user", "shop", "--pass", "s3cret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String shown(ApplicationContext context) throws JsonProcessingException {
        List<SanitizingFunction> functions = context.getBeanProvider(SanitizingFunction.class)
                .orderedStream()
                .toList();
        ConfigurationPropertiesReportEndpoint properties =
                new ConfigurationPropertiesReportEndpoint(functions, Show.ALWAYS);
        properties.setApplicationContext(context);
        EnvironmentEndpoint environment = new EnvironmentEndpoint(context.getEnvironment(), functions, Show.ALWAYS);
        ObjectMapper mapper = new ObjectMapper();
        return mapper.writeValueAsString(properties.configurationProperties().getContexts())
                + mapper.writeValueAsString(
                        environment.environment("(?i)nats.*").getPropertySources())
                + mapper.writeValueAsString(environment.environmentEntry("nats.servers"));
    }

    @Test
    void theActuatorShowsNoPasswordThoughItShowsValues(CapturedOutput output) {
        this.runner
                .withPropertyValues(
                        "nats.servers[0]=nats://shop:s3cret@127.0.0.1:" + server.port(),
                        "nats.servers[1]=nats://shop:s3cret@127.0.0.1:1",
                        "nats.username=shop",
                        "nats.password=s3cret")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(shown(context))
                            .contains("nats://***@127.0.0.1:" + server.port())
                            .contains("nats.password")
                            .doesNotContain("s3cret");
                    assertThat(context.getBean(NatsProperties.class).toString()).doesNotContain("s3cret");
                    assertThat(context.getBean(NatsConnectionDetails.class).toString())
                            .doesNotContain("s3cret");
                    assertThat(context.getBean(Connection.class).getOptions().toString())
                            .doesNotContain("s3cret");
                });
        assertThat(output).doesNotContain("s3cret");
    }

    @Test
    void theActuatorShowsNoPasswordOfAnEnvironmentVariable() {
        this.runner
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment",
                                Map.of(
                                        "NATS_SERVERS",
                                        "nats://shop:s3cret@127.0.0.1:" + server.port(),
                                        "NATS_PASSWORD",
                                        "s3cret",
                                        "NATS_URL",
                                        "nats://shop:s3cret@127.0.0.1:1"))))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(shown(context)).contains("NATS_SERVERS").doesNotContain("s3cret");
                });
    }

    @Test
    void theLogShowsNoPasswordOfAServerThatDoesNotAnswer(CapturedOutput output) {
        this.runner
                .withPropertyValues(
                        "nats.servers=nats://shop:s3cret@127.0.0.1:1,nats://shop:s3cret@127.0.0.1:" + server.port(),
                        "nats.no-randomize=true")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("Connected to the NATS server at nats://***@127.0.0.1:" + server.port())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nats.password | xyzzy | ******",
                "nats.token | xyzzy | ******",
                "nats.nkey | xyzzy | ******",
                "NATS_NKEY | xyzzy | ******",
                "nats.credentials-content | xyzzy | ******",
                "nats.credentialsContent | xyzzy | ******",
                "NATS_CREDENTIALS_CONTENT | xyzzy | ******",
                "NATS_CREDENTIALSCONTENT | xyzzy | ******",
                "nats.servers | nats://xyzzy@one,two | nats://***@one,two",
                "nats.servers[1] | shop:xyzzy@one:4222 | ***@one:4222",
                "NATS_SERVERS_0 | tls://shop:xyzzy@one | tls://***@one",
                "my.broker | at wss://shop:xyzzy@one/ | at wss://***@one/",
                "sun.java.command | app.jar --nats.password=xyzzy | ******",
                "SPRING_APPLICATION_JSON | {\"nats\":{\"token\":\"xyzzy\"}} | ******",
                "sun.java.command | app.jar --server.port=0 | app.jar --server.port=0",
                "nats.username | shop | shop",
                "nats.credentials | /etc/shop.creds | /etc/shop.creds",
                "mail.to | me@example.org | me@example.org",
            })
    void onlySecretsAreHidden(String key, String value, String shown) {
        assertThat(new NatsSanitizingFunction()
                        .apply(new SanitizableData(null, key, value))
                        .getValue())
                .isEqualTo(shown);
    }

    @Test
    void backsOffWithoutActuator() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsSanitizingAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("natsSanitizingFunction"));
    }
}
