// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import org.springframework.stereotype.Component;

/** Has one method on two subjects. */
@Component
class TwiceEndpoints {

    @NatsEndpoint(name = "once", subject = "once")
    @NatsEndpoint(name = "again", subject = "again")
    String answer() {
        return "here";
    }
}
