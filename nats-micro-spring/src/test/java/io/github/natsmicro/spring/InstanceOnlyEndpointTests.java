// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;

/** Endpoints that are there for one instance, that have no queue group, or that wait to be resumed. */
class InstanceOnlyEndpointTests {

    private static NatsContext nats;
    private static MicroService service;

    @NatsGroup(value = "cache.{tenant}", queueGroup = "caches")
    static class Cache {

        @NatsEndpoint(value = "clear.{region}", instanceOnly = "true", concurrency = "ordered")
        String clear(@DestinationVariable String tenant, @DestinationVariable String region) {
            return "cleared " + region + " of " + tenant;
        }

        @NatsEndpoint(queueGroupDisabled = "true")
        String size() {
            return "3";
        }

        @NatsEndpoint(autoStartup = "false")
        String warm() {
            return "warm";
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Cache.class);
        service = nats.onlyService();
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void theSubjectEndsWithTheIdOfTheService() {
        assertThat(service.info().endpoints())
                .extracting("name", "subject", "queueGroup")
                .containsExactly(
                        tuple("clear", "cache.*.clear.*." + service.id(), ""),
                        tuple("size", "cache.*.size", ""),
                        tuple("warm", "cache.*.warm", "caches"));
    }

    @Test
    void theVariablesAreReadBesideTheId() {
        assertThat(nats.reply("cache.acme.clear.north." + service.id(), "")).isEqualTo("cleared north of acme");
    }

    @Test
    void anEndpointThatDoesNotStartTakesRequestsWhenItIsResumed() throws Exception {
        assertThat(nats.client().request("cache.acme.warm", new byte[0])).failsWithin(java.time.Duration.ofSeconds(5));
        service.endpoints().get(2).resume();
        assertThat(nats.reply("cache.acme.warm", "")).isEqualTo("warm");
    }
}
