// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;

class SubjectVariableTests {

    private static NatsContext nats;

    @NatsGroup("shop")
    static class Endpoints {

        @NatsEndpoint(name = "get", subject = "get.{id}")
        String get(@DestinationVariable String id) {
            return "order " + id;
        }

        @NatsEndpoint(name = "item", subject = "orders.{order}.items.{item}")
        String item(@DestinationVariable("item") String second, @DestinationVariable("order") String first) {
            return first + "/" + second;
        }

        @NatsEndpoint(name = "files", subject = "files.{*path}")
        String files(@DestinationVariable String path) {
            return path;
        }

        @NatsEndpoint(name = "count", subject = "count.{number}")
        String count(@DestinationVariable int number) {
            return "next is " + (number + 1);
        }

        @NatsEndpoint(name = "put", subject = "put.{id}")
        String put(@DestinationVariable String id, String payload) {
            return id + "=" + payload;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void aVariableIsATokenOfTheSubject() {
        assertThat(nats.reply("shop.get.42", "")).isEqualTo("order 42");
    }

    @Test
    void aVariableIsSubscribedAsAWildcard() {
        assertThat(nats.subjects()).contains("shop.get.*", "shop.orders.*.items.*", "shop.files.>");
    }

    @Test
    void severalVariablesAreToldApartByName() {
        assertThat(nats.reply("shop.orders.7.items.9", "")).isEqualTo("7/9");
    }

    @Test
    void aVariableForTheRestHasOneToken() {
        assertThat(nats.reply("shop.files.readme", "")).isEqualTo("readme");
    }

    @Test
    void aVariableForTheRestHasSeveralTokens() {
        assertThat(nats.reply("shop.files.a.b.c", "")).isEqualTo("a.b.c");
    }

    @Test
    void aVariableIsConvertedToTheParametersType() {
        assertThat(nats.reply("shop.count.41", "")).isEqualTo("next is 42");
    }

    @Test
    void aVariableThatCanNotBeConvertedIsTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("shop.count.many", "")))
                .isEqualTo("400:The request can not be read: number is missing or not valid");
    }

    @Test
    void aVariableGoesTogetherWithThePayload() {
        assertThat(nats.reply("shop.put.k", "v")).isEqualTo("k=v");
    }
}
