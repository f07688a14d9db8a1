// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.github.natsmicro.boot.test.NatsMicroTester;
import io.github.natsmicro.boot.test.autoconfigure.NatsMicroTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The endpoints of one class, and what they need in a mock. */
@NatsMicroTest(value = OrderEndpoints.class, properties = "shop.tested=yes")
class OrderSliceTests {

    @Autowired
    private NatsMicroTester tester;

    @MockitoBean
    private OrderBook book;

    @Test
    void theMockAnswers() {
        given(book.find("7")).willReturn(Optional.of(new Order("7", "tea", 1)));
        assertThat(tester.request("orders.get.7")).bodyAs(Order.class).isEqualTo(new Order("7", "tea", 1));
    }

    @Test
    void otherEndpointsAreNotThere(@Autowired ApplicationContext context) {
        assertThat(context.getBeansOfType(StockEndpoints.class)).isEmpty();
        assertThat(context.getBeansOfType(OrderAdvice.class)).hasSize(1);
        assertThat(tester.request("stock")).hasNoResponders();
    }

    @Test
    void propertiesAreAdded(@Autowired Environment environment) {
        assertThat(environment.getProperty("shop.tested")).isEqualTo("yes");
    }
}
