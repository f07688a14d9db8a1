// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void endpointsOfEqualNamesAreAllServedAndListed() {
        MicroService service = bench.start(bench.service("equal")
                .addEndpoint("same", EndpointOptions.defaults().subject("equal.a"), request -> request.respond("a"))
                .addEndpoint("same", EndpointOptions.defaults().subject("equal.b"), request -> request.respond("b")));

        assertThat(Replies.text(bench.call("equal.a"))).isEqualTo("a");
        assertThat(Replies.text(bench.call("equal.b"))).isEqualTo("b");
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "subject"))
                .containsExactly("equal.a", "equal.b");
    }

    @Test
    void endpointsOfEqualNamesCountSeparately() {
        MicroService service = bench.start(bench.service("equal")
                .addEndpoint("same", EndpointOptions.defaults().subject("equal.a"), request -> request.respond("a"))
                .addEndpoint("same", EndpointOptions.defaults().subject("equal.b"), request -> request.respond("b")));

        bench.call("equal.b");
        bench.call("equal.b");

        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 1).path("num_requests").asLong() == 2);
        assertThat(bench.statsOf(service, 0).path("num_requests").asLong()).isZero();
    }

    @Test
    void endpointsAppearInTheOrderOfTheirRegistration() {
        List<String> names = new ArrayList<>();
        MicroServiceBuilder builder = bench.service("ordered");
        for (int i = 0; i < 30; i++) {
            String name = "e" + (i * 7919 % 31) + "x" + i;
            names.add(name);
            builder.addEndpoint(name, request -> {});
        }
        MicroService service = bench.start(builder);
        service.addEndpoint("a-late-one", request -> {});
        names.add("a-late-one");

        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "name"))
                .isEqualTo(names);
        assertThat(Replies.values(bench.statsOf(service).path("endpoints"), "name"))
                .isEqualTo(names);
        assertThat(service.endpoints()).extracting(Endpoint::name).isEqualTo(names);
    }

    @Test
    void case26_metadataOfAnEndpointIsAddedAndReplacedByKey() {
        EndpointOptions options = EndpointOptions.defaults()
                .metadata(Map.of("hello", "world"))
                .metadata("foo", "bar")
                .metadata("foo", "baz");
        MicroService service = bench.start(bench.service("annotated").addEndpoint("e", options, request -> {}));

        assertThat(bench.infoOf(service).at("/endpoints/0/metadata"))
                .hasToString("{\"hello\":\"world\",\"foo\":\"baz\"}");
    }

    @Test
    void anEndpointWithoutMetadataShowsAnEmptyObject() {
        MicroService service = bench.start(bench.service("bare").addEndpoint("e", request -> {}));

        assertThat(bench.infoOf(service).at("/endpoints/0/metadata")).hasToString("{}");
    }

    @Test
    void metadataOfAnEndpointIsCopied() {
        Map<String, String> metadata = new HashMap<>(Map.of("k", "v"));
        EndpointOptions options = EndpointOptions.defaults().metadata(metadata);
        MicroService service = bench.start(bench.service("copied").addEndpoint("e", options, request -> {}));

        metadata.put("k", "changed");
        metadata.put("new", "entry");

        assertThat(bench.infoOf(service).at("/endpoints/0/metadata")).hasToString("{\"k\":\"v\"}");
    }

    @Test
    void metadataOfAServiceIsCopied() {
        Map<String, String> metadata = new HashMap<>(Map.of("k", "v"));
        MicroService service = bench.start(bench.service("copied").metadata(metadata));

        metadata.put("k", "changed");
        metadata.clear();

        assertThat(bench.infoOf(service).path("metadata")).hasToString("{\"k\":\"v\"}");
    }

    @Test
    void metadataCanNotBeChangedThroughTheDocuments() {
        MicroService service = bench.start(bench.service("immutable")
                .metadata("k", "v")
                .addEndpoint("e", EndpointOptions.defaults().metadata("k", "v"), request -> {}));

        List<Map<String, String>> all = List.of(
                service.ping().metadata(),
                service.info().metadata(),
                service.stats().metadata(),
                service.endpoints().get(0).info().metadata());
        for (Map<String, String> metadata : all) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> metadata.put("other", "value"));
        }
        assertThat(bench.infoOf(service).path("metadata")).hasToString("{\"k\":\"v\"}");
    }

    @Test
    void aBuilderThatIsUsedAgainDoesNotChangeTheFirstService() {
        MicroServiceBuilder builder = bench.service("again").metadata("k", "v").addEndpoint("one", request -> {});
        MicroService first = bench.keep(builder.build());

        builder.metadata("k", "changed").description("changed").addEndpoint("two", request -> {});

        assertThat(first.info().metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(first.info().description()).isEmpty();
        assertThat(first.endpoints()).hasSize(1);
    }

    @Test
    void theListOfEndpointsIsACopy() {
        MicroService service = bench.start(bench.service("listed").addEndpoint("one", request -> {}));
        List<Endpoint> before = service.endpoints();

        service.addEndpoint("two", request -> {});

        assertThat(before).hasSize(1);
        assertThat(service.endpoints()).hasSize(2);
    }
}
