// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

/** Parameters are called as the contract calls them, and callers are told the names that they know. */
class ContractNameTests {

    private static NatsContext nats;

    interface Contract<T> {

        @NatsEndpoint("named.{id}")
        String named(@DestinationVariable String id, @Header String tenant, T payload);
    }

    static class Implementation implements Contract<Integer> {

        @Override
        public String named(String key, String customer, Integer number) {
            return key + " " + customer + " " + number;
        }
    }

    static class Endpoints {

        @NatsEndpoint("explicit.{id}")
        String explicit(@DestinationVariable("id") int number, @Header("Tenant-Id") String tenant) {
            return number + " " + tenant;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Implementation.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void theInterfaceNamesTheParametersOfItsImplementation() {
        assertThat(NatsContext.text(nats.request("named.7", new Headers().put("tenant", "acme"), "3")))
                .isEqualTo("7 acme 3");
        assertThat(NatsContext.error(nats.request("named.7", "3"))).contains("tenant");
    }

    @Test
    void aHeaderThatIsMissingIsNamedAsTheCallerKnowsIt() {
        assertThat(NatsContext.error(nats.request("explicit.7", "")))
                .isEqualTo("400:The request can not be read: Tenant-Id is missing or not valid");
    }

    @Test
    void aVariableThatIsNotValidIsNamedAsTheCallerKnowsIt() {
        assertThat(NatsContext.error(nats.request("explicit.seven", new Headers().put("Tenant-Id", "acme"), "")))
                .isEqualTo("400:The request can not be read: id is missing or not valid");
    }
}
