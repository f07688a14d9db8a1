// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;

/** What is said of classes that are not where the clients of their interfaces call: description and action, whole. */
class InterfaceMistakeTests {

    private static void assertMistake(Class<?> component, String description) {
        InvalidDefinitionException failure = NatsContext.failure(component);
        assertThat(failure.description())
                .isEqualTo(description.replace("CLASS", component.getName()).replace("TEST", getName()));
        assertThat(failure.action())
                .isEqualTo(
                        "Leave @NatsEndpoint and @NatsGroup to the interface, or let them agree, so that clients of the"
                                + " interface reach the method.");
        assertThat(failure).hasMessage(failure.description() + " " + failure.action());
    }

    private static String getName() {
        return InterfaceMistakeTests.class.getName();
    }

    @NatsGroup("orders")
    interface Orders {

        @NatsEndpoint("get.{id}")
        String get(@DestinationVariable("id") String id);
    }

    static class OtherSubject implements Orders {

        @Override
        @NatsEndpoint
        public String get(String id) {
            return id;
        }
    }

    @Test
    void anotherSubjectThanThatOfTheInterface() {
        assertMistake(
                OtherSubject.class,
                "The endpoint method CLASS.get(String) has the subject \"orders.get\", but the interface TEST$Orders that"
                        + " declares it says \"orders.get.*\".");
    }

    @NatsGroup("v2.orders")
    static class OtherGroup implements Orders {

        @Override
        public String get(String id) {
            return id;
        }
    }

    @Test
    void anotherGroupThanThatOfTheInterface() {
        assertMistake(
                OtherGroup.class,
                "The endpoint method CLASS.get(String) has the subject \"v2.orders.get.*\", but the interface TEST$Orders"
                        + " that declares it says \"orders.get.*\".");
    }

    interface WithoutGroup {

        @NatsEndpoint("get.{id}")
        @NatsEndpoint("find.{id}")
        String get(@DestinationVariable("id") String id);
    }

    @NatsGroup("anywhere")
    static class OneOfTwoSubjects implements WithoutGroup {

        @Override
        @NatsEndpoint("get.{id}")
        public String get(String id) {
            return id;
        }
    }

    @Test
    void oneSubjectOfTwoOfAnInterfaceThatIsInNoGroup() {
        assertMistake(
                OneOfTwoSubjects.class,
                "The endpoint method CLASS.get(String) has the subject \"get.*\", but the interface TEST$WithoutGroup that"
                        + " declares it says \"find.*\" and \"get.*\".");
    }

    @NatsGroup("orders")
    static class Agreeing implements Orders {

        @Override
        @NatsEndpoint(subject = "get.{key}", name = "find", timeout = "5s")
        public String get(@DestinationVariable("key") String id) {
            return "found " + id;
        }
    }

    @Test
    void aClassMayRepeatItsInterfaceAndSayMore() {
        try (NatsContext nats = NatsContext.start(Agreeing.class)) {
            assertThat(nats.reply("orders.get.7", "")).isEqualTo("found 7");
            assertThat(nats.onlyService().endpoints().get(0).name()).isEqualTo("find");
        }
    }
}
