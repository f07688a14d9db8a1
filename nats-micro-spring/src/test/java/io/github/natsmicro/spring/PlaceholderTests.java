// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.wire.EndpointInfo;
import io.github.natsmicro.wire.InfoResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlaceholderTests {

    private static NatsContext nats;
    private static InfoResponse info;

    @NatsService(
            name = "${service.name}",
            version = "${service.version}",
            description = "${service.description}",
            metadata = {"region=${service.region}", "${service.key}=fixed"},
            queueGroup = "${service.queue}")
    @NatsGroup("${group.name}")
    static class Endpoints {

        @NatsEndpoint(
                name = "${endpoint.name}",
                subject = "${endpoint.subject}.{id}",
                queueGroup = "${endpoint.queue}",
                metadata = "owner=${endpoint.owner}")
        String resolved() {
            return "resolved";
        }

        @NatsEndpoint("${missing:by.default}")
        String defaulted() {
            return "defaulted";
        }

        @NatsEndpoint(
                name = "#{'ex' + 'pressed'}",
                subject = "#{environment['endpoint.subject']}.by.expression",
                queueGroup = "#{'${endpoint.queue}'.toUpperCase()}",
                metadata = "#{'kind'}=#{1 + 1}",
                timeout = "#{T(java.time.Duration).ofMillis(50)}")
        void expressed(Request request) throws InterruptedException {
            CountDownLatch interrupted = new CountDownLatch(1);
            interrupted.await(10, TimeUnit.SECONDS);
        }
    }

    @NatsService(
            name = "${service.name}",
            version = "${service.version}",
            description = "${service.description}",
            metadata = {"region=${service.region}", "${service.key}=fixed"},
            queueGroup = "${service.queue}")
    @NatsGroup(value = "other", queueGroup = "${group.queue}")
    static class OtherEndpoints {

        @NatsEndpoint
        String grouped() {
            return "grouped";
        }
    }

    @BeforeAll
    static void start() {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "service.name", "resolved-service",
                "service.version", "3.2.1",
                "service.description", "Resolved",
                "service.region", "north",
                "service.key", "chosen",
                "service.queue", "service-queue",
                "group.name", "a.group",
                "group.queue", "group-queue"));
        properties.put("endpoint.name", "resolved-endpoint");
        properties.put("endpoint.subject", "a.subject");
        properties.put("endpoint.queue", "endpoint-queue");
        properties.put("endpoint.owner", "me");
        nats = NatsContext.start(properties, Endpoints.class, OtherEndpoints.class);
        info = nats.onlyService().info();
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static EndpointInfo endpoint(String name) {
        List<EndpointInfo> found = info.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void theNameOfAService() {
        assertThat(info.name()).isEqualTo("resolved-service");
    }

    @Test
    void theVersionOfAService() {
        assertThat(info.version()).isEqualTo("3.2.1");
    }

    @Test
    void theDescriptionOfAService() {
        assertThat(info.description()).isEqualTo("Resolved");
    }

    @Test
    void theMetadataOfAService() {
        assertThat(info.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("region", "north", "chosen", "fixed"));
    }

    @Test
    void theQueueGroupOfAService() {
        assertThat(endpoint("defaulted").queueGroup()).isEqualTo("service-queue");
    }

    @Test
    void theValueOfAGroup() {
        assertThat(endpoint("defaulted").subject()).startsWith("a.group.");
    }

    @Test
    void theQueueGroupOfAGroup() {
        assertThat(endpoint("grouped").queueGroup()).isEqualTo("group-queue");
    }

    @Test
    void theNameAndSubjectOfAnEndpoint() {
        assertThat(endpoint("resolved-endpoint").subject()).isEqualTo("a.group.a.subject.*");
    }

    @Test
    void theQueueGroupOfAnEndpoint() {
        assertThat(endpoint("resolved-endpoint").queueGroup()).isEqualTo("endpoint-queue");
    }

    @Test
    void theMetadataOfAnEndpoint() {
        assertThat(endpoint("resolved-endpoint").metadata()).isEqualTo(Map.of("owner", "me"));
    }

    @Test
    void theDefaultOfAPlaceholder() {
        assertThat(endpoint("defaulted").subject()).isEqualTo("a.group.by.default");
    }

    @Test
    void expressionsInEachAttribute() {
        assertThat(endpoint("expressed").subject()).isEqualTo("a.group.a.subject.by.expression");
        assertThat(endpoint("expressed").queueGroup()).isEqualTo("ENDPOINT-QUEUE");
        assertThat(endpoint("expressed").metadata()).isEqualTo(Map.of("kind", "2"));
        assertThat(NatsContext.error(nats.request("a.group.a.subject.by.expression", "")))
                .startsWith("504:");
    }
}
