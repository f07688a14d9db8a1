// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot.app;

import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.contract.Reply;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** Answers an exception with a text. */
@NatsEndpointAdvice
record Advice(String text) {

    @MessageExceptionHandler
    Reply<?> handle(IllegalStateException exception) {
        return Reply.error(409, text);
    }
}
