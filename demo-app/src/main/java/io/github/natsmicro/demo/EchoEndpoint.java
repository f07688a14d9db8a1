// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import org.springframework.stereotype.Component;

/** Says what it is told, on {@code demo.echo}. */
@Component
@NatsGroup("demo")
class EchoEndpoint {

    @NatsEndpoint
    byte[] echo(byte[] message) {
        return message;
    }
}
