// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A class that is nested in another lies inside its groups, and in its service. */
class NestedClassTests {

    private static NatsContext nats;

    @NatsService(name = "shop", version = "1.0.0")
    @NatsGroup(value = "shop", queueGroup = "shoppers")
    static class Shop {

        @NatsEndpoint
        String open() {
            return "open";
        }

        @NatsGroup("orders")
        static class Orders {

            @NatsEndpoint
            String create() {
                return "created";
            }

            @NatsGroup(value = "items", queueGroupDisabled = "true")
            static class Items {

                @NatsEndpoint
                String list() {
                    return "items";
                }
            }
        }

        static class WithoutGroup {

            @NatsEndpoint
            String plain() {
                return "plain";
            }
        }

        @NatsService(name = "back-office", version = "1.0.0")
        @NatsGroup("office")
        static class Office {

            @NatsEndpoint
            String report() {
                return "report";
            }
        }
    }

    @NatsGroup("one")
    @NatsGroup("two")
    static class Several {

        @NatsGroup("a")
        @NatsGroup("b")
        static class Inner {

            @NatsEndpoint
            String get() {
                return "several";
            }
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(
                Shop.class,
                Shop.Orders.class,
                Shop.Orders.Items.class,
                Shop.WithoutGroup.class,
                Shop.Office.class,
                Several.Inner.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void thePrefixesAreJoined() {
        assertThat(nats.reply("shop.orders.create", "")).isEqualTo("created");
        assertThat(nats.reply("shop.orders.items.list", "")).isEqualTo("items");
    }

    @Test
    void aNestedClassWithoutGroupIsInThatOfTheClassAroundIt() {
        assertThat(nats.reply("shop.plain", "")).isEqualTo("plain");
    }

    @Test
    void groupsOfBothAreCombined() {
        assertThat(nats.subjects())
                .filteredOn(subject -> subject.endsWith(".get"))
                .containsExactly("one.a.get", "one.b.get", "two.a.get", "two.b.get");
    }

    @Test
    void theQueueGroupOfTheInnerGroupIsNearer() {
        assertThat(nats.services().stream()
                        .flatMap(service -> service.info().endpoints().stream())
                        .collect(Collectors.toList()))
                .extracting("name", "queueGroup")
                .contains(
                        tuple("open", "shoppers"),
                        tuple("create", "shoppers"),
                        tuple("list", ""),
                        tuple("plain", "shoppers"));
    }

    @Test
    void itBelongsToTheServiceOfTheClassAroundItUnlessItNamesOne() {
        assertThat(nats.services())
                .extracting(MicroService::name, service -> service.endpoints().size())
                .containsExactlyInAnyOrder(tuple("shop", 4), tuple("back-office", 1), tuple("default-service", 4));
        assertThat(nats.reply("shop.office.report", "")).isEqualTo("report");
    }
}
