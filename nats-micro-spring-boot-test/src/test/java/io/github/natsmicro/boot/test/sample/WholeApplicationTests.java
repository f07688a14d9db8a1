// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.test.NatsMicroTester;
import io.github.natsmicro.boot.test.autoconfigure.AutoConfigureNatsMicro;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** All of the application, without a server. */
@SpringBootTest
@AutoConfigureNatsMicro
class WholeApplicationTests {

    @Autowired
    private NatsMicroTester tester;

    @Test
    void theApplicationIsThereAsAWhole(@Autowired OrderBook book) {
        assertThat(tester.request("orders.create").json(new NewOrder("tea", 2))).isReply();
        assertThat(book.all()).hasSize(1);
    }
}
