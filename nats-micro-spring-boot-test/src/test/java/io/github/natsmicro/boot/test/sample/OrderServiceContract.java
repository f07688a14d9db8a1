// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.test.NatsMicroTester;
import io.github.natsmicro.spring.client.NatsServiceStub;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.nats.client.Connection;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** The same tests, whatever the services stand on. */
@Import(OrderBook.class)
abstract class OrderServiceContract {

    @Autowired
    NatsMicroTester tester;

    @Autowired
    OrderBook book;

    @Autowired
    Connection connection;

    @Autowired
    PayloadCodecs codecs;

    @BeforeEach
    void clear() {
        book.clear();
        tester.resetStats();
    }

    @Test
    void anOrderIsCreated() {
        assertThat(tester.request("orders.create").json(new NewOrder("tea", 2)))
                .isReply()
                .hasHeader("Location", "orders.get.1")
                .bodyAs(Order.class)
                .isEqualTo(new Order("1", "tea", 2));
        assertThat(book.all()).hasSize(1);
        assertThat(tester.stats("shop", "create")).hasRequests(1).hasNoErrors();
    }

    @Test
    void jsonIsReadByItsPaths() {
        assertThat(tester.request("orders.create").json("{\"item\":\"tea\",\"quantity\":2}"))
                .isReply()
                .json()
                .isLenientlyEqualTo("{\"item\":\"tea\"}")
                .extractingPath("$.quantity")
                .isEqualTo(2);
    }

    @Test
    void aListIsReadAsOne() {
        book.add(new NewOrder("tea", 2));
        assertThat(tester.request("orders.list"))
                .bodyAs(InstanceOfAssertFactories.list(Order.class))
                .containsExactly(new Order("1", "tea", 2));
    }

    @Test
    void whatIsNotValidIsRefused() {
        assertThat(tester.request("orders.create").json(new NewOrder("tea", 11)))
                .isError(400)
                .json()
                .extractingPath("$.errors[0].field")
                .isEqualTo("quantity");
        assertThat(tester.stats("shop", "create")).hasRequests(1).hasErrors(1);
    }

    @Test
    void anExceptionIsMappedByTheAdvice() {
        assertThat(tester.request("orders.get.{id}").variable("id", "none"))
                .isError(404)
                .hasDescription("There is no such order")
                .hasEmptyBody();
        assertThat(tester.stats("shop", "get")).hasErrors(1).hasLastError(404, "There is no such order");
    }

    @Test
    void aStreamIsReadToItsEnd() {
        book.add(new NewOrder("tea", 2));
        book.add(new NewOrder("milk", 1));
        assertThat(tester.request("orders.watch").stream())
                .isComplete()
                .elements(Order.class)
                .extracting(Order::item)
                .containsExactly("tea", "milk");
    }

    @Test
    void aStreamThatBreaksTellsWhatCameBefore() {
        assertThat(tester.request("orders.count").body(1).stream())
                .hasElements(3)
                .endsWithError(507)
                .end()
                .hasDescription("No more numbers");
    }

    @Test
    void aStreamCanBeLeft() {
        assertThat(tester.request("orders.count").body(4).stream(2))
                .elements(Integer.class)
                .containsExactly(4, 5);
    }

    @Test
    void nobodyListensElsewhere() {
        assertThat(tester.request("orders.unknown")).hasNoResponders();
        assertThat(tester.request("stock").body("tea")).isError(503);
    }

    @Test
    void aRemoteServiceIsStubbed() {
        try (NatsServiceStub warehouse = NatsServiceStub.on(connection, codecs)) {
            warehouse.when("warehouse.level").reply("7");

            assertThat(tester.request("stock").body("tea")).isReply().hasText("7");

            assertThat(warehouse.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body(String.class)).isEqualTo("tea"));
        }
    }

    @Test
    void aMessageWithoutReplyCountsToo() {
        tester.request("orders.cancel").body("none").send();
        assertThat(tester.stats("shop", "orders.cancel")).hasRequests(1).hasErrors(1);
    }
}
