// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Endpoints are paused, resumed and reset over HTTP where access is given. */
@ParameterizedClass
@EnumSource(names = {"SERVLET", "REACTIVE"})
class NatsMicroEndpointChangeTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable ConfigurableApplicationContext current;

    NatsMicroEndpointChangeTests(WebApplicationType type) {
        assertThat(context())
                .isInstanceOf(
                        type == WebApplicationType.SERVLET
                                ? ServletWebServerApplicationContext.class
                                : ReactiveWebServerApplicationContext.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @NatsEndpoint(subject = "changed.sell")
        String sell() {
            return "sold";
        }

        @NatsEndpoint(name = "twin", subject = "changed.first")
        String first() {
            return "1";
        }

        @NatsEndpoint(name = "twin", subject = "changed.second")
        String second() {
            return "2";
        }
    }

    private record Answer(int code, JsonNode body) {}

    @BeforeParameterizedClassInvocation
    static void start(WebApplicationType type) {
        current = new SpringApplicationBuilder(Application.class)
                .web(type)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--nats.servers=" + NatsServer.shared().url(),
                        "--nats.micro.name=changed",
                        "--management.endpoints.web.exposure.include=natsmicro",
                        "--management.endpoint.natsmicro.access=unrestricted");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        context().close();
    }

    @AfterEach
    void resumeAll() {
        service().endpoints().forEach(Endpoint::resume);
        service().reset();
    }

    private static ConfigurableApplicationContext context() {
        return Objects.requireNonNull(current);
    }

    private static MicroService service() {
        return context().getBean(MicroServiceRegistrar.class).services().get(0);
    }

    private static int placeOf(String subject) {
        return service().endpoints().stream().map(Endpoint::subject).toList().indexOf(subject);
    }

    private static Endpoint endpoint(String subject) {
        return service().endpoints().get(placeOf(subject));
    }

    private static Answer post(String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + context().getEnvironment().getProperty("local.server.port")
                + "/actuator/natsmicro/" + path);
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static Answer post(String endpoint, String body, int expected) throws Exception {
        Answer answer = post(service().id() + "/" + endpoint, body);
        assertThat(answer.code()).as(answer.body().toString()).isEqualTo(expected);
        return answer;
    }

    private static String call(String subject) throws Exception {
        return new String(
                context()
                        .getBean(Connection.class)
                        .request(subject, new byte[0])
                        .get(10, TimeUnit.SECONDS)
                        .getData(),
                StandardCharsets.UTF_8);
    }

    @Test
    void anEndpointIsPausedAndResumedByItsName() throws Exception {
        Answer paused = post("sell", "{\"action\":\"pause\"}", 200);

        assertThat(paused.body())
                .isEqualTo(JSON.readTree("""
                        {"service":"changed","id":"%s","place":%d,"name":"sell","subject":"changed.sell",\
                        "paused":true,"failure":null,"inFlight":0,"numRequests":0,"numErrors":0}""".formatted(service().id(), placeOf("changed.sell"))));
        assertThat(endpoint("changed.sell").isPaused()).isTrue();
        assertThat(endpoint("changed.first").isPaused()).isFalse();

        assertThat(post("sell", "{\"action\":\"resume\"}", 200)
                        .body()
                        .get("paused")
                        .asBoolean())
                .isFalse();
        assertThat(call("changed.sell")).isEqualTo("sold");
    }

    @Test
    void anEndpointIsReset() throws Exception {
        call("changed.sell");
        await().until(() -> endpoint("changed.sell").stats().numRequests() == 1);

        assertThat(post("sell", "{\"action\":\"reset\"}", 200)
                        .body()
                        .get("numRequests")
                        .asInt())
                .isZero();

        assertThat(endpoint("changed.sell").stats().numRequests()).isZero();
    }

    @Test
    void ofTwoWithOneNameThePlaceTellsWhich() throws Exception {
        int second = placeOf("changed.second");

        assertThat(post("twin", "{\"action\":\"pause\"}", 400)
                        .body()
                        .get("error")
                        .asText())
                .startsWith(
                        "The service \"changed\" has 2 endpoints with the name \"twin\". Say by its place which one is meant: ")
                .contains(second + " for \"changed.second\"");
        assertThat(post(String.valueOf(second), "{\"action\":\"pause\"}", 200)
                        .body()
                        .get("subject")
                        .asText())
                .isEqualTo("changed.second");

        assertThat(endpoint("changed.second").isPaused()).isTrue();
        assertThat(endpoint("changed.first").isPaused()).isFalse();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        post("unknown", "{\"action\":\"pause\"}", 404);
        post("3", "{\"action\":\"pause\"}", 404);
        assertThat(post("unknown/sell", "{\"action\":\"pause\"}").code()).isEqualTo(404);
    }

    @Test
    void theNameOfAServiceIsRefused() throws Exception {
        Answer answer = post("changed/sell", "{\"action\":\"pause\"}");

        assertThat(answer.code()).isEqualTo(400);
        assertThat(answer.body().get("error").asText())
                .isEqualTo("\"changed\" is the name of a service. Say by its id which instance is meant; here it is "
                        + service().id() + ".");
        assertThat(endpoint("changed.sell").isPaused()).isFalse();
    }

    @Test
    void anotherActionIsRefused() throws Exception {
        assertThat(post("sell", "{\"action\":\"remove\"}", 400)
                        .body()
                        .get("error")
                        .asText())
                .isEqualTo("The action \"remove\" is not known. Send one of \"pause\", \"resume\", \"reset\".");
        assertThat(post("sell", "{}", 400).body().get("error").asText())
                .isEqualTo("There is no \"action\". Send one of \"pause\", \"resume\", \"reset\".");
    }
}
