// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** Exception handlers that can not work stop the start. */
class ExceptionHandlerMistakeTests {

    static class Twice {

        @NatsEndpoint
        void work() {}

        @MessageExceptionHandler(IllegalStateException.class)
        void one() {}

        @MessageExceptionHandler
        void other(IllegalStateException ex) {}
    }

    static class Plain {

        @NatsEndpoint
        void work() {}
    }

    @NatsEndpointAdvice
    static class WithoutType {

        @MessageExceptionHandler
        void any() {}
    }

    interface Worker {

        @NatsEndpoint
        void work();
    }

    @Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
    static class Hidden implements Worker {

        @Override
        public void work() {}

        @MessageExceptionHandler(IllegalStateException.class)
        public void hidden() {}
    }

    @Test
    void twoMethodsForOneExceptionAreToldFrom() {
        InvalidDefinitionException failure = NatsContext.failure(Twice.class);
        assertThat(failure.description())
                .startsWith("The @MessageExceptionHandler methods of " + Twice.class.getName()
                        + " can not be used: Ambiguous")
                .contains("IllegalStateException");
        assertThat(failure.action())
                .isEqualTo("Name the exceptions of each in the annotation or as a parameter, and each exception at one"
                        + " method only.");
    }

    @Test
    void aMethodWithoutExceptionOfAnAdviceIsTold() {
        assertThat(NatsContext.failure(Plain.class, WithoutType.class).description())
                .startsWith("The @MessageExceptionHandler methods of " + WithoutType.class.getName()
                        + " can not be used: No exception types mapped");
    }

    @Test
    void aMethodThatTheProxyDoesNotHaveIsTold() {
        InvalidDefinitionException failure = NatsContext.failure(Hidden.class);
        assertThat(failure.description())
                .isEqualTo("The @MessageExceptionHandler method " + Hidden.class.getName()
                        + ".hidden() can not be called through the proxy of its bean, which does not have it.");
        assertThat(failure.action()).startsWith("Declare the method in an interface of the bean");
    }
}
