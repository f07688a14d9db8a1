// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import io.github.natsmicro.spring.annotation.NatsEndpoint;

/** Endpoints to inherit. */
abstract class AbstractVersionEndpoints {

    @NatsEndpoint
    String version() {
        return "1";
    }
}
