// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.contract.RemoteContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a native image is told of clients. */
class ClientHintsTests {

    private static final RuntimeHints HINTS = AheadOfTime.hints(Clients.class);

    record Question(String text) {}

    record Answer(String text) {}

    interface Asking<Q, A> {

        @NatsEndpoint
        A ask(Q question);
    }

    interface Declared extends Asking<Question, Answer> {

        default String shortly(String text) {
            return ask(new Question(text)).text();
        }
    }

    interface MadeByHand {

        @NatsEndpoint
        void call();
    }

    interface NoClient {

        void other();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Declared.class)
    static class Clients {

        @Bean
        MadeByHand madeByHand(NatsClientProxyFactory factory) {
            return factory.createClient(MadeByHand.class);
        }

        @Bean
        NoClient noClient() {
            return () -> {};
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Declared.class, MadeByHand.class})
    void aClientIsAProxyOfItsInterface(Class<?> type) {
        assertThat(proxies().forInterfaces(type, RemoteContract.class)).accepts(HINTS);
    }

    @Test
    void anotherInterfaceIsNoClient() {
        assertThat(proxies().forInterfaces(NoClient.class, RemoteContract.class))
                .rejects(HINTS);
    }

    @Test
    void theMethodsOfItsInterfacesCanBeRead() {
        assertThat(reflection().onMethodInvocation(Asking.class, "ask")).accepts(HINTS);
        assertThat(reflection().onType(Declared.class)).accepts(HINTS);
    }

    @ParameterizedTest
    @ValueSource(classes = {Question.class, Answer.class})
    void whatItSendsAndGetsCanBeWrittenAndRead(Class<?> type) {
        assertThat(reflection().onType(type).withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(HINTS);
        assertThat(reflection().onMethodInvocation(type, "text")).accepts(HINTS);
    }

    @Test
    void aDefaultMethodCanBeCalled() {
        assertThat(reflection().onMethodInvocation(Declared.class, "shortly")).accepts(HINTS);
    }
}
