// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;

/** Annotations that are repeated are alternatives. */
class RepeatedAnnotationTests {

    private static NatsContext nats;

    @NatsService(name = "twice", version = "1.0.0")
    static class TwoEndpoints {

        @NatsEndpoint(name = "old", subject = "lookup.{id}")
        @NatsEndpoint(name = "new", subject = "v2.lookup.{id}", queueGroupDisabled = "true")
        String find(@DestinationVariable String id) {
            return "found " + id;
        }
    }

    @NatsService(name = "grouped", version = "1.0.0")
    @NatsGroup("orders")
    @NatsGroup(value = "v2.orders", queueGroup = "second")
    static class TwoGroups {

        @NatsEndpoint
        @NatsEndpoint("get")
        String create() {
            return "created";
        }
    }

    @NatsService(name = "first", version = "1.0.0")
    @NatsService(name = "second", version = "1.0.0", description = "The second", queueGroup = "other")
    @NatsGroup("shared")
    static class TwoServices {

        @NatsEndpoint
        String get() {
            return "shared";
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @NatsEndpoint("composed.one")
    @NatsEndpoint("composed.two")
    @interface Both {}

    @NatsService(name = "composed", version = "1.0.0")
    static class Composed {

        @Both
        @Nullable
        String both() {
            return null;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(TwoEndpoints.class, TwoGroups.class, TwoServices.class, Composed.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static MicroService service(String name) {
        return nats.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMethodWithTwoAnnotationsIsTwoEndpoints() {
        assertThat(service("twice").info().endpoints())
                .extracting("name", "subject", "queueGroup")
                .containsExactly(tuple("old", "lookup.*", "q"), tuple("new", "v2.lookup.*", ""));
    }

    @Test
    void eachOfTheEndpointsHasItsOwnVariables() {
        assertThat(nats.reply("lookup.7", "")).isEqualTo("found 7");
        assertThat(nats.reply("v2.lookup.8", "")).isEqualTo("found 8");
    }

    @Test
    void aClassWithTwoGroupsHasItsEndpointsInBoth() {
        assertThat(service("grouped").info().endpoints())
                .extracting("name", "subject", "queueGroup")
                .containsExactly(
                        tuple("create", "orders.create", "q"),
                        tuple("create", "v2.orders.create", "second"),
                        tuple("create", "orders.get", "q"),
                        tuple("create", "v2.orders.get", "second"));
    }

    @Test
    void aClassWithTwoServicesHasItsEndpointsInBoth() {
        assertThat(service("first").info().endpoints())
                .extracting("subject", "queueGroup")
                .containsExactly(tuple("shared.get", "q"));
        assertThat(service("second").info().endpoints())
                .extracting("subject", "queueGroup")
                .containsExactly(tuple("shared.get", "other"));
        assertThat(service("second").info().description()).isEqualTo("The second");
    }

    @Test
    void aMetaAnnotationMayBeRepeated() {
        assertThat(service("composed").info().endpoints())
                .extracting("subject")
                .containsExactly("composed.one", "composed.two");
    }
}
