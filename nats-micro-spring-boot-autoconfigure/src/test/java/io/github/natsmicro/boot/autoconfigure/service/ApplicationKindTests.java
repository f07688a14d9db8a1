// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;

/** Applications without web, with servlets and reactive ones, one after the other and several at once. */
class ApplicationKindTests {

    private Connection client;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @NatsEndpoint(subject = "${spring.application.name}.slow")
        String slow() throws InterruptedException {
            entered.countDown();
            return released.await(10, TimeUnit.SECONDS) ? "done" : "never released";
        }

        @NatsEndpoint(subject = "${spring.application.name}.quick")
        String quick() {
            return "quick";
        }

        @Bean
        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        HttpHandler httpHandler() {
            return (request, response) -> response.setComplete();
        }
    }

    @BeforeEach
    void connect() {
        client = NatsServer.shared().connect();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        client.close();
    }

    private static ConfigurableApplicationContext run(String name, WebApplicationType kind) {
        return new SpringApplicationBuilder(Application.class)
                .web(kind)
                .run(
                        "--spring.application.name=" + name,
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--nats.connection-name=connection-of-" + name,
                        "--nats.micro.executor.thread-name-prefix=handlers-of-" + name,
                        "--nats.servers=" + NatsServer.shared().url());
    }

    private static List<String> threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.startsWith("nats-micro") || thread.contains(name))
                .toList();
    }

    private String reply(String subject) throws Exception {
        return text(client.request(subject, new byte[0]));
    }

    private static String text(CompletableFuture<Message> reply) throws Exception {
        return new String(reply.get(10, TimeUnit.SECONDS).getData(), StandardCharsets.UTF_8);
    }

    private static void assertAnswersHttp(String port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        HttpRequest get =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        assertThat(HttpClient.newHttpClient()
                        .send(get, BodyHandlers.discarding())
                        .statusCode())
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource(WebApplicationType.class)
    void eachKindStopsItsServicesBeforeItsWebServerAndLeavesNoThread(WebApplicationType kind) throws Exception {
        String name = "kind-" + kind.name().toLowerCase(Locale.ROOT);
        ConfigurableApplicationContext context = run(name, kind);
        String port = context.getEnvironment().getProperty("local.server.port");
        assertThat(port == null).isEqualTo(kind == WebApplicationType.NONE);
        Application application = context.getBean(Application.class);
        MicroServiceRegistrar registrar = context.getBean(MicroServiceRegistrar.class);
        CompletableFuture<Message> reply = client.request(name + ".slow", new byte[0]);
        assertThat(application.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threadsOf(name)).isNotEmpty();

        Thread closing = new Thread(context::close, "closing");
        closing.start();
        await().until(() -> !registrar.isRunning());
        if (port != null) {
            assertAnswersHttp(port);
        }
        application.released.countDown();
        assertThat(text(reply)).isEqualTo("done");
        closing.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(closing.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(threadsOf(name)).isEmpty());
    }

    @Test
    void theEndOfOneContextLeavesTheOthersAlone() throws Exception {
        try (ConfigurableApplicationContext first = run("several-one", WebApplicationType.NONE);
                ConfigurableApplicationContext second = run("several-two", WebApplicationType.NONE)) {
            assertThat(reply("several-one.quick")).isEqualTo("quick");
            first.close();
            await().untilAsserted(() -> assertThat(threadsOf("several-one")).isEmpty());
            assertThat(second.isRunning()).isTrue();
            assertThat(reply("several-two.quick")).isEqualTo("quick");
        }
    }
}
