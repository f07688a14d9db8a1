// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

class AgreementBlackBoxTests {

    private static BlackBox box;

    @NatsGroup("box.renamed")
    interface Renamed {
        @NatsEndpoint
        String header(@Header String tenant);
    }

    static class RenamedService implements Renamed {
        @Override
        public String header(String otherName) {
            return otherName;
        }
    }

    @NatsGroup("box.token")
    interface RenamedVariable {
        @NatsEndpoint("get.{id}")
        String get(@DestinationVariable String id);
    }

    static class RenamedVariableService implements RenamedVariable {
        @Override
        public String get(String otherName) {
            return otherName;
        }
    }

    @SuppressWarnings("serial") // never serialized
    @NatsResponseStatus(426)
    static class UpgradeException extends RuntimeException {}

    @NatsGroup("box.agreement")
    static class Endpoints {

        @NatsEndpoint
        String required(@Header("Tenant-Id") String tenant) {
            return tenant;
        }

        @NatsEndpoint
        String upgrade() {
            throw new UpgradeException();
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(Endpoints.class, RenamedService.class);
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    @Test
    void agreesWithTheClientOnAHeaderThatTheInterfaceNamesByItsParameter() {
        Renamed client = NatsClientProxyFactory.create(box.template()).createClient(Renamed.class);
        assertThat(client.header("x")).isEqualTo("x");
    }

    @Test
    void agreesWithTheClientOnAVariableThatTheInterfaceNamesByItsParameter() throws Exception {
        try (BlackBox other = BlackBox.of(RenamedVariableService.class)) {
            assertThat(other.answer("box.token.get.7", "")).isEqualTo("7");
        }
    }

    @Test
    void namesAMissingHeaderAsTheCallerKnowsIt() {
        assertThat(box.answer("box.agreement.required", "")).startsWith("400:").contains("Tenant-Id");
    }

    @Test
    void saysThePhraseOfHttpForACodeWithoutDescription() {
        assertThat(box.answer("box.agreement.upgrade", "")).isEqualTo("426:Upgrade Required");
    }
}
