// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @ParameterizedTest
    @ValueSource(strings = {"PING", "INFO", "STATS"})
    void case2_aVerbIsAnsweredForAllServicesForTheNameAndForTheId(String verb) {
        MicroService service = bench.start(bench.service("discovered"));

        String toAll = Replies.text(bench.call("$SRV." + verb));
        String toName = Replies.text(bench.call("$SRV." + verb + ".discovered"));
        String toId = Replies.text(bench.call("$SRV." + verb + ".discovered." + service.id()));

        assertThat(toAll).isEqualTo(toName).isEqualTo(toId);
        JsonNode document = Replies.json(bench.call("$SRV." + verb));
        assertThat(document.path("type").asText())
                .isEqualTo("io.nats.micro.v1." + verb.toLowerCase(Locale.ROOT) + "_response");
        assertThat(document.path("id").asText()).isEqualTo(service.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "INFO", "STATS"})
    void case5_everyOneOfFiveInstancesAnswersOnce(String verb) throws InterruptedException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            ids.add(bench.start(bench.service("CoolAddService").addEndpoint("add", request -> {}))
                    .id());
        }

        Subscription replies = bench.send("$SRV." + verb + ".CoolAddService", "");

        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            answered.add(Replies.json(Bench.next(replies)).path("id").asText());
        }
        assertThat(answered).isEqualTo(ids).hasSize(5);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void servicesOfDifferentNamesAllAnswerTheSubjectOfAll() {
        bench.start(bench.service("first"));
        bench.start(MicroService.builder(bench.connect(), "second", "2.0.0"));

        Subscription replies = bench.send("$SRV.PING", "");

        List<String> names = List.of(
                Replies.json(Bench.next(replies)).path("name").asText(),
                Replies.json(Bench.next(replies)).path("name").asText());
        assertThat(names).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void case6_theNameKeepsItsCase() {
        bench.start(bench.service("tEsT"));

        assertThat(Replies.json(bench.call("$SRV.PING.tEsT")).path("name").asText())
                .isEqualTo("tEsT");
        Replies.assertNoResponders(bench.call("$SRV.PING.TEST"));
        Replies.assertNoResponders(bench.call("$SRV.PING.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "INFO", "STATS"})
    void case7_anUnknownIdHasNoResponders(String verb) {
        bench.start(bench.service("known"));

        Replies.assertNoResponders(bench.call("$SRV." + verb + ".known.c"));
    }

    @Test
    void anUnknownVerbHasNoResponders() {
        bench.start(bench.service("verbs"));

        Replies.assertNoResponders(bench.call("$SRV.SCHEMA.verbs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "INFO", "STATS"})
    void case10_aServiceWithAPrefixAnswersThereAndNotBelowTheDefaultOne(String verb) {
        MicroService service = bench.start(bench.service("nAMe").apiPrefix("hello.service"));

        for (String scope : List.of("", ".nAMe", ".nAMe." + service.id())) {
            JsonNode document = Replies.json(bench.call("hello.service." + verb + scope));
            assertThat(document.path("id").asText()).isEqualTo(service.id());
        }
        Replies.assertNoResponders(bench.call("$SRV." + verb + ".nAMe"));
        Replies.assertNoResponders(bench.call("$SRV." + verb + ".nAMe." + service.id()));
    }

    @Test
    void case11_aHundredServicesHaveDistinctIdsThatAreSubjectTokens() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(bench.start(bench.service("many")).id());
        }

        assertThat(ids).hasSize(100).allMatch(id -> id.matches("[A-Za-z0-9_-]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "INFO", "STATS"})
    void aDiscoveryRequestWithoutReplySubjectDisturbsNothing(String verb) {
        MicroService service = bench.start(bench.service("mute"));

        bench.client().publish("$SRV." + verb, new byte[0]);
        bench.client().publish("$SRV." + verb + ".mute", new byte[0]);
        bench.client().publish("$SRV." + verb + ".mute." + service.id(), new byte[0]);

        assertThat(Replies.json(bench.call("$SRV." + verb + ".mute")).path("id").asText())
                .isEqualTo(service.id());
    }

    @Test
    void payloadAndHeadersOfADiscoveryRequestDoNotMatter() {
        MicroService service = bench.start(bench.service("cli"));
        Headers headers = new Headers().put("Accept-Encoding", "snappy");

        Message reply = bench.call("$SRV.PING.cli", "{}".getBytes(StandardCharsets.UTF_8), headers);

        assertThat(Replies.json(reply).path("id").asText()).isEqualTo(service.id());
        Replies.assertNoError(reply);
    }

    @Test
    void discoveryRequestsAreNoRequestsOfAnEndpoint() {
        MicroService service = bench.start(bench.service("uncounted").addEndpoint("only", request -> {}));

        bench.call("$SRV.PING.uncounted");
        bench.call("$SRV.INFO.uncounted");
        bench.statsOf(service);

        assertThat(bench.statsOf(service, 0).path("num_requests").asLong()).isZero();
    }
}
