// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.test.autoconfigure.NatsMicroTest;
import org.junit.jupiter.api.Test;

/** In the process. */
@NatsMicroTest
class InProcessOrderServiceTests extends OrderServiceContract {

    @Test
    void thereIsNoServer() {
        assertThat(connection.getConnectedUrl()).isEqualTo("in-process");
    }
}
