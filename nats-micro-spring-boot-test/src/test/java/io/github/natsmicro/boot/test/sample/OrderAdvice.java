// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** What callers are told. */
@NatsEndpointAdvice
class OrderAdvice {

    @MessageExceptionHandler
    @NatsResponseStatus(code = 404, description = "There is no such order")
    void handle(NoSuchOrderException ex) {}
}
