// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsOptionsCustomizer;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The actuator endpoint shows the instances of all applications, on a server of their own. */
class NatsMicroFleetTests {

    private static final NatsServer server = NatsServer.start();
    private static final Connection elsewhere = server.connect();
    private static final MicroService sibling = startElsewhere("shop");
    private static final MicroService other = startElsewhere("store");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    NatsMicroEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "nats.servers=" + server.url(),
                    "nats.micro.name=shop",
                    "nats.micro.api-prefix=$FLEET",
                    "management.endpoints.web.exposure.include=natsmicro");

    private static MicroService startElsewhere(String name) {
        return MicroService.builder(elsewhere, name, "1.0.0")
                .apiPrefix("$FLEET")
                .start();
    }

    @AfterAll
    static void stopTheOthers() throws InterruptedException {
        elsewhere.close();
        server.close();
    }

    private static List<Object> ids(List<Map<String, Object>> services) {
        return services.stream()
                .map(service -> Objects.requireNonNull(service.get("id")))
                .toList();
    }

    private static String ownId(AssertableApplicationContext context) {
        return context.getBean(MicroServiceRegistrar.class).services().get(0).id();
    }

    @Test
    void allInstancesAreShownInTheSameForm() {
        this.runner.run(context -> {
            NatsMicroEndpoint endpoint = context.getBean(NatsMicroEndpoint.class);
            List<Map<String, Object>> fleet = endpoint.services("fleet").services();

            assertThat(ids(fleet)).containsExactlyInAnyOrder(ownId(context), sibling.id(), other.id());
            assertThat(fleet)
                    .containsAll(endpoint.services("local").services())
                    .allSatisfy(service -> assertThat(service)
                            .containsOnlyKeys("type", "name", "id", "version", "metadata", "started", "endpoints"));
        });
    }

    @Test
    void thoseOfANameOrAnIdAreShown() {
        this.runner.run(context -> {
            NatsMicroEndpoint endpoint = context.getBean(NatsMicroEndpoint.class);

            assertThat(ids(Objects.requireNonNull(endpoint.service("shop", "fleet"))
                            .services()))
                    .containsExactlyInAnyOrder(ownId(context), sibling.id());
            assertThat(ids(Objects.requireNonNull(endpoint.service(other.id(), "fleet"))
                            .services()))
                    .containsExactly(other.id());
            assertThat(endpoint.service("unknown", "fleet")).isNull();
            assertThat(endpoint.service("store", null)).isNull();
        });
    }

    @Test
    void thoseOfTheApplicationAreShownThoughTheirConnectionHasNoEcho() {
        this.runner
                .withBean(NatsOptionsCustomizer.class, () -> Options.Builder::noEcho)
                .run(context -> assertThat(ids(context.getBean(NatsMicroEndpoint.class)
                                .services("fleet")
                                .services()))
                        .containsExactlyInAnyOrder(ownId(context), sibling.id(), other.id()));
    }

    @Test
    void theWaitIsBounded() {
        this.runner.withPropertyValues("nats.micro.fleet.timeout=200ms").run(context -> {
            server.pause();
            try {
                long begin = System.nanoTime();
                assertThat(ids(context.getBean(NatsMicroEndpoint.class)
                                .services("fleet")
                                .services()))
                        .containsExactly(ownId(context));
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
            } finally {
                server.resume();
            }
        });
    }

    @Test
    void anotherScopeIsRefused() {
        this.runner.run(context -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
                .isThrownBy(() -> context.getBean(NatsMicroEndpoint.class).services("all"))
                .withMessage("The scope \"all\" is not known. Leave it out, or ask for \"local\" or \"fleet\"."));
    }

    @Test
    void aFleetThatCannotBeAskedIsUnavailable() {
        this.runner.run(context -> {
            NatsMicroEndpoint endpoint = context.getBean(NatsMicroEndpoint.class);
            context.getBean(Connection.class).close();

            assertThatExceptionOfType(RequestException.class).isThrownBy(() -> endpoint.services("fleet"));
            WebEndpointResponse<Object> answer = new NatsMicroEndpointWebExtension(endpoint).services("fleet");
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getBody()).asString().startsWith("{error=").contains(".");
        });
    }
}
