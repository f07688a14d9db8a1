// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.wire.PingResponse;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Discovery that is read while answers still arrive. The prefix keeps the tests apart that share a server. */
class DiscoveryClientStreamTests {

    private final Connection connection = NatsServer.shared().connect();
    private final Connection caller = NatsServer.shared().connect();
    private final String prefix = caller.createInbox();
    private final Responder responder = new Responder();
    private final DiscoveryClient discovery = DiscoveryClient.on(caller).apiPrefix(prefix);
    private final List<MicroService> services = new ArrayList<>();

    private MicroService start(String name) {
        MicroService service = MicroService.builder(connection, name, "1.0.0")
                .apiPrefix(prefix)
                .addEndpoint("work", request -> request.respond("done"))
                .start();
        services.add(service);
        return service;
    }

    @AfterEach
    void close() throws InterruptedException {
        services.forEach(MicroService::close);
        responder.close();
        caller.close();
        connection.close();
    }

    private static String document(String id) {
        return """
                {"type":"io.nats.micro.v1.ping_response","name":"made-up","id":"%s","version":"1.0.0","metadata":{}}
                """.formatted(id);
    }

    private static <T> List<T> read(Stream<T> documents) {
        try (documents) {
            return documents.toList();
        }
    }

    @Test
    void everyInstanceOfEveryServiceAnswers() {
        MicroService one = start("one");
        MicroService two = start("two");
        MicroService other = start("two");

        assertThat(read(discovery.pingStream())).containsExactlyInAnyOrder(one.ping(), two.ping(), other.ping());
        assertThat(read(discovery.infoStream())).containsExactlyInAnyOrder(one.info(), two.info(), other.info());
        assertThat(read(discovery.statsStream())).containsExactlyInAnyOrder(one.stats(), two.stats(), other.stats());
    }

    @Test
    void theInstancesOfOneService() {
        start("one");
        MicroService two = start("two");
        MicroService other = start("two");

        assertThat(read(discovery.pingStream("two"))).containsExactlyInAnyOrder(two.ping(), other.ping());
        assertThat(read(discovery.infoStream("two"))).containsExactlyInAnyOrder(two.info(), other.info());
        assertThat(read(discovery.statsStream("two"))).containsExactlyInAnyOrder(two.stats(), other.stats());
    }

    @Test
    void aDocumentIsReadBeforeTheNextOneIsSent() {
        responder.answer(prefix + ".PING", request -> responder.reply(request, document("a")));
        DiscoveryClient patient = discovery.requests(
                many -> many.stall(null).total(Duration.ofHours(1)).maxMessages(2));

        try (Stream<PingResponse> documents = patient.pingStream()) {
            Iterator<PingResponse> iterator = documents.iterator();
            assertThat(iterator.next().id()).isEqualTo("a");
            responder.reply(responder.awaitRequest(), document("b"));
            assertThat(iterator.next().id()).isEqualTo("b");
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void whereNobodyAnswersTheStreamIsEmptyAtOnce() {
        DiscoveryClient patient = discovery.requests(many -> many.total(Duration.ofHours(1)));

        assertThat(read(patient.pingStream())).isEmpty();
        assertThat(read(patient.infoStream("nobody"))).isEmpty();
    }

    @Test
    void whatIsNoDocumentIsSkipped() {
        responder.answer(
                prefix + ".PING", request -> responder.reply(request, "no JSON", document("a"), "", document("b")));

        assertThat(read(discovery.pingStream())).extracting(PingResponse::id).containsExactly("a", "b");
    }

    @Test
    void theTotalTimeEndsIt() {
        responder.answer(prefix + ".PING", request -> responder.reply(request, document("a")));

        assertThat(read(discovery
                        .requests(many -> many.stall(null).total(Duration.ofMillis(300)))
                        .pingStream()))
                .hasSize(1);
    }

    @Test
    void closingEarlyUnsubscribes() {
        responder.answer(prefix + ".PING", request -> responder.reply(request, document("a"), document("b")));

        try (Stream<PingResponse> documents = discovery.pingStream()) {
            assertThat(documents.findFirst()).isPresent();
        }

        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void theInboxIsAsTheConnectionHasIt() throws Exception {
        responder.answer(prefix + ".PING", request -> responder.reply(request, document("a")));
        Options options = Options.builder()
                .server(NatsServer.shared().url())
                .inboxPrefix("_MINE.")
                .build();
        try (Connection own = Nats.connect(options)) {
            assertThat(DiscoveryClient.on(own).apiPrefix(prefix).ping()).hasSize(1);
        }

        assertThat(responder.awaitRequest().getReplyTo()).startsWith("_MINE.");
    }

    @Test
    void aNameThatNoServiceCanHaveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> discovery.pingStream("no.name"));
    }

    @Test
    void aConnectionThatIsClosedIsToldInASentence() throws InterruptedException {
        caller.close();

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(discovery::pingStream)
                .withMessageMatching("[A-Z].*\\.");
    }
}
