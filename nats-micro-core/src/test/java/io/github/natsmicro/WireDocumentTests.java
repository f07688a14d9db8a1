// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.nats.client.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireDocumentTests {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    @RegisterExtension
    final Bench bench = new Bench();

    enum Verb {
        PING,
        INFO,
        STATS
    }

    @Test
    void case1_pingHasExactlyTheFieldsOfAnIdentity() {
        MicroService service = bench.start(MicroService.builder(bench.connection(), "test_service", "0.1.0"));

        assertThat(Replies.text(bench.call("$SRV.PING")))
                .isEqualTo("{\"type\":\"io.nats.micro.v1.ping_response\",\"name\":\"test_service\",\"id\":\""
                        + service.id() + "\",\"version\":\"0.1.0\",\"metadata\":{}}");
    }

    @Test
    void case3_infoListsTheEndpointsWithAllTheirFields() {
        EndpointOptions options =
                EndpointOptions.defaults().subject("test.func").metadata("basic", "schema");
        MicroService service = bench.start(MicroService.builder(bench.connection(), "test_service", "0.1.0")
                .addEndpoint("default", options, request -> {}));

        String expected = "{\"type\":\"io.nats.micro.v1.info_response\",\"name\":\"test_service\",\"id\":\""
                + service.id() + "\",\"version\":\"0.1.0\",\"metadata\":{},\"description\":\"\",\"endpoints\":["
                + "{\"name\":\"default\",\"subject\":\"test.func\",\"queue_group\":\"q\","
                + "\"metadata\":{\"basic\":\"schema\"}}]}";
        assertThat(Replies.text(bench.call("$SRV.INFO"))).isEqualTo(expected);
        assertThat(Replies.text(bench.call("$SRV.INFO.test_service"))).isEqualTo(expected);
        assertThat(Replies.text(bench.call("$SRV.INFO.test_service." + service.id())))
                .isEqualTo(expected);
    }

    @Test
    void infoOfAServiceWithoutEndpointsHasAnEmptyList() {
        MicroService service = bench.start(bench.service("bare").description("No endpoints"));

        assertThat(Replies.text(bench.call("$SRV.INFO.bare")))
                .isEqualTo(
                        "{\"type\":\"io.nats.micro.v1.info_response\",\"name\":\"bare\",\"id\":\"" + service.id()
                                + "\",\"version\":\"1.0.0\",\"metadata\":{},\"description\":\"No endpoints\",\"endpoints\":[]}");
    }

    @Test
    void case4_statsOfAnIdleServiceHasEveryFieldAndNoOther() {
        MicroService service = bench.start(
                bench.service("test_service").addEndpoint("one", request -> {}).addEndpoint("two", request -> {}));

        String stats = Replies.text(bench.call("$SRV.STATS.test_service." + service.id()));

        String started = bench.statsOf(service).path("started").asText();
        assertThat(stats)
                .isEqualTo("{\"type\":\"io.nats.micro.v1.stats_response\",\"name\":\"test_service\",\"id\":\""
                        + service.id() + "\",\"version\":\"1.0.0\",\"metadata\":{},\"started\":\"" + started
                        + "\",\"endpoints\":[" + idle("one") + "," + idle("two") + "]}");
    }

    private static String idle(String name) {
        return "{\"name\":\"" + name + "\",\"subject\":\"" + name + "\",\"queue_group\":\"q\",\"num_requests\":0,"
                + "\"num_errors\":0,\"last_error\":\"\",\"processing_time\":0,\"average_processing_time\":0}";
    }

    @Test
    void statsOfABusyServiceHasTheSameFieldsInTheSameOrder() {
        MicroService service = bench.start(busy());
        awaitBusy(service);

        JsonNode stats = bench.statsOf(service);

        assertThat(Replies.keys(stats))
                .containsExactly("type", "name", "id", "version", "metadata", "started", "endpoints");
        for (JsonNode endpoint : stats.path("endpoints")) {
            assertThat(Replies.keys(endpoint))
                    .containsExactly(
                            "name",
                            "subject",
                            "queue_group",
                            "num_requests",
                            "num_errors",
                            "last_error",
                            "processing_time",
                            "average_processing_time");
        }
    }

    @Test
    void statsOfAServiceWithoutEndpointsHasAnEmptyList() {
        MicroService service = bench.start(bench.service("bare"));

        JsonNode endpoints = bench.statsOf(service).path("endpoints");

        assertThat(endpoints.isArray()).isTrue();
        assertThat(endpoints).isEmpty();
    }

    @Test
    void case13_startedIsAPointInUtcThatIsNotInTheFuture() {
        Instant before = Instant.now();
        MicroService service = bench.start(bench.service("timed"));

        String started = bench.statsOf(service).path("started").asText();

        assertThat(started).matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$");
        assertThat(Instant.parse(started)).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void case27_metadataAppearsInPingInfoAndStats() {
        bench.start(bench.service("annotated").metadata("region", "eu").metadata("owner", "Zoë \"Q\""));

        for (Verb verb : Verb.values()) {
            JsonNode metadata =
                    Replies.json(bench.call("$SRV." + verb + ".annotated")).path("metadata");
            assertThat(metadata).hasToString("{\"region\":\"eu\",\"owner\":\"Zoë \\\"Q\\\"\"}");
        }
    }

    @Test
    void aDescriptionOfAnyTextArrivesAsItWasGiven() {
        String description = "Größe \"x\" \\ \n\u20ac \ud83d\ude00";
        MicroService service = bench.start(bench.service("described").description(description));

        assertThat(bench.infoOf(service).path("description").asText()).isEqualTo(description);
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void theReplyOfAServiceWithoutMetadataAndEndpointsIsValid(Verb verb) {
        bench.start(bench.service("bare"));

        assertValid(verb, bench.call("$SRV." + verb + ".bare"));
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void theReplyOfAnIdleServiceIsValid(Verb verb) {
        bench.start(busy());

        assertValid(verb, bench.call("$SRV." + verb + ".busy"));
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void theReplyOfABusyServiceIsValid(Verb verb) {
        awaitBusy(bench.start(busy()));

        assertValid(verb, bench.call("$SRV." + verb + ".busy"));
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void theReplyCarriesNoHeaders(Verb verb) {
        bench.start(bench.service("bare"));

        assertThat(bench.call("$SRV." + verb + ".bare").hasHeaders()).isFalse();
    }

    private MicroServiceBuilder busy() {
        return bench.service("busy")
                .description("Some work")
                .metadata("k", "v")
                .queueGroup(QueueGroup.none())
                .addEndpoint("good", EndpointOptions.defaults().metadata("a", "b"), request -> request.respond("ok"))
                .addGroup("sub", group -> group.addEndpoint("bad", request -> request.respondError(400, "bad input")));
    }

    private void awaitBusy(MicroService service) {
        bench.call("good");
        bench.call("sub.bad");
        await().atMost(Bench.PATIENCE)
                .until(() -> service.stats().endpoints().stream().allMatch(endpoint -> endpoint.numRequests() == 1));
    }

    private static void assertValid(Verb verb, Message reply) {
        String name = "/schemas/" + verb.name().toLowerCase(Locale.ROOT) + "_response.json";
        try (InputStream file = Objects.requireNonNull(WireDocumentTests.class.getResourceAsStream(name))) {
            Schema schema = SCHEMAS.getSchema(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(schema.validate(Replies.text(reply), InputFormat.JSON)).isEmpty();
        } catch (IOException ex) {
            throw new AssertionError(name, ex);
        }
    }
}
