// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents with what the implementations of other languages leave out, write as null or write in their own way. */
class DocumentReaderTests {

    private final DocumentReader reader = new DocumentReader();

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatThisProjectWritesIsReadUnchanged() {
        StatsResponse stats = new StatsResponse(
                "orders",
                "ID1",
                "1.0.0",
                Map.of("zone", "a"),
                Instant.parse("2026-11-24T06:57:10.406303Z"),
                List.of(new EndpointStats(
                        "get", "orders.get.*", "q", 3, 1, "404:Not there", 300, 100, Map.of("n", 1))));
        InfoResponse info = new InfoResponse(
                "orders",
                "ID1",
                "1.0.0",
                Map.of("zone", "a"),
                "Orders",
                List.of(new EndpointInfo("get", "orders.get.*", "", Map.of("format", "json"))));
        PingResponse ping = new PingResponse("orders", "ID1", "1.0.0", Map.of());
        DocumentWriter writer = new DocumentWriter();

        assertThat(reader.stats(writer.write(stats))).isEqualTo(stats);
        assertThat(reader.info(writer.write(info))).isEqualTo(info);
        assertThat(reader.ping(writer.write(ping))).isEqualTo(ping);
    }

    @Test
    void goWritesNullForTheMetadataOfAnEndpoint() {
        InfoResponse info = reader.info(json("{'type':'io.nats.micro.v1.info_response','name':'s','id':'i',"
                + "'version':'1.0.0','metadata':{},'description':'','endpoints':[{'name':'e','subject':'e',"
                + "'queue_group':'q','metadata':null}]}"));

        assertThat(info.endpoints()).containsExactly(new EndpointInfo("e", "e", "q", Map.of()));
    }

    @Test
    void theJavaClientLeavesOutWhatIsEmptyOrZeroAndHasAStartOfEachEndpoint() {
        StatsResponse stats = reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i',"
                + "'version':'1.0.0','started':'2026-08-20T10:11:12.123456789Z','endpoints':[{'name':'e',"
                + "'subject':'e','started':'2026-08-20T10:11:12.123456789Z'}]}"));

        assertThat(stats.metadata()).isEmpty();
        assertThat(stats.started()).isEqualTo(Instant.parse("2026-08-20T10:11:12.123456Z"));
        assertThat(stats.endpoints()).containsExactly(new EndpointStats("e", "e", "", 0, 0, "", 0, 0, null));
    }

    @Test
    void theJavaScriptClientLeavesOutTheLastErrorAndMayHaveFractions() {
        StatsResponse stats = reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i',"
                + "'version':'1.0.0','started':'2026-06-24T10:11:12.123Z','endpoints':[{'name':'e','subject':'e',"
                + "'queue_group':'','num_requests':2,'num_errors':0,'processing_time':3,"
                + "'average_processing_time':1.5}]}"));

        assertThat(stats.endpoints()).containsExactly(new EndpointStats("e", "e", "", 2, 0, "", 3, 1, null));
    }

    @Test
    void thePythonClientWritesNullForDescriptionAndData() {
        assertThat(reader.info(json("{'type':'io.nats.micro.v1.info_response','name':'s','id':'i','version':'1.0.0',"
                                + "'description':null,'metadata':{},'endpoints':[]}"))
                        .description())
                .isEmpty();
        assertThat(reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i',"
                                + "'version':'1.0.0','metadata':{},'started':'2026-06-23T10:11:12.123Z','endpoints':"
                                + "[{'name':'e','subject':'e','num_requests':0,'num_errors':0,'last_error':'',"
                                + "'processing_time':0,'average_processing_time':0,'queue_group':'q','data':null}]}"))
                        .endpoints()
                        .get(0)
                        .data())
                .isNull();
    }

    @Test
    void theOtherPythonProjectWritesAnOffsetAndEmptyData() {
        StatsResponse stats = reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i',"
                + "'version':'1.0.0','metadata':{},'started':'2024-02-20T10:11:12.123456+00:00','endpoints':[{"
                + "'name':'e','subject':'e','num_requests':0,'num_errors':0,'last_error':'','processing_time':0,"
                + "'average_processing_time':0,'queue_group':'q','data':{}}]}"));

        assertThat(stats.started()).isEqualTo(Instant.parse("2024-02-20T10:11:12.123456Z"));
        assertThat(stats.endpoints().get(0).data()).isEqualTo(Map.of());
    }

    @Test
    void dotNetWritesNullForTheQueueGroupAndSevenDigits() {
        StatsResponse stats = reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i',"
                + "'version':'1.0.0','started':'2026-08-19T10:11:12.1234567Z','endpoints':[{'name':'e','subject':'e',"
                + "'queue_group':null,'num_requests':0,'num_errors':0,'last_error':'','processing_time':0,"
                + "'average_processing_time':0}]}"));

        assertThat(stats.endpoints().get(0).queueGroup()).isEmpty();
    }

    @Test
    void rustLeavesTheMetadataOutOfTheStatistics() {
        assertThat(reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i','version':'1.0.0',"
                                + "'started':'2026-06-15T10:11:12.123456789Z','endpoints':[]}"))
                        .metadata())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "null",
                "{'type':'io.nats.micro.v1.info_response','name':'s','id':'i'}",
                "{'type':'io.nats.micro.v1.ping_response'}",
                "{'type':'io.nats.micro.v1.ping_response','name':'s'}"
            })
    void whatIsNoPingDocumentIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.ping(json(text)))
                .withMessageMatching("The .*\\.");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.stats(json("{'type':'io.nats.micro.v1.stats_response','name':'s','id':'i',"
                        + "'version':'1.0.0','started':'yesterday','endpoints':[]}")))
                .withMessage("The time \"yesterday\" is not one of RFC 3339.");
    }
}
