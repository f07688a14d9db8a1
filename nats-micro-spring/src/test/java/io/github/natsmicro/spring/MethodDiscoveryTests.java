// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.DestinationVariable;

class MethodDiscoveryTests {

    abstract static class Base {

        @NatsEndpoint
        String inherited(String payload) {
            return getClass().getSimpleName() + " " + payload;
        }

        @NatsEndpoint
        abstract String overridden(String payload);
    }

    @NatsGroup("base")
    static class Derived extends Base {

        @Override
        String overridden(String payload) {
            return "overridden " + payload;
        }
    }

    record Order(String item) {}

    abstract static class GenericBase<T> {

        @NatsEndpoint
        String generic(T payload) {
            return describe(payload);
        }

        abstract String describe(T payload);
    }

    static class OfOrders extends GenericBase<Order> {

        @Override
        String describe(Order payload) {
            return "order of " + payload.item();
        }
    }

    interface Contract {

        @NatsEndpoint(name = "by-contract", subject = "contract.{id}")
        String byContract(@DestinationVariable String id);

        @NatsEndpoint
        default String byDefault(String payload) {
            return "default " + payload;
        }
    }

    static class Implementation implements Contract {

        @Override
        public String byContract(String id) {
            return "implemented " + id;
        }
    }

    interface GenericContract<T> {

        @NatsEndpoint
        String handle(T payload);
    }

    static class OrderHandler implements GenericContract<Order> {

        @Override
        public String handle(Order payload) {
            return "handled " + payload.item();
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @NatsEndpoint(metadata = "kind=query", queueGroup = "queries")
    @interface Query {

        @AliasFor(annotation = NatsEndpoint.class, attribute = "subject")
        String on();
    }

    static class WithMetaAnnotation {

        @Query(on = "ask.me")
        String question() {
            return "answer";
        }
    }

    static class WithValue {

        @NatsEndpoint("by.value")
        String valued() {
            return "value";
        }
    }

    static class Invisible {

        private final String word = "private";

        @NatsEndpoint
        @SuppressWarnings("UnusedMethod") // It is called by reflection, or refused.
        private String hidden() {
            return word;
        }
    }

    static class NotAnnotated {

        String nothing() {
            return "nothing";
        }
    }

    @Test
    void aMethodOfABaseClassIsFound() {
        try (NatsContext nats = NatsContext.start(Derived.class)) {
            assertThat(nats.reply("base.inherited", "x")).isEqualTo("Derived x");
        }
    }

    @Test
    void anAnnotationOnAnOverriddenMethodCounts() {
        try (NatsContext nats = NatsContext.start(Derived.class)) {
            assertThat(nats.reply("base.overridden", "x")).isEqualTo("overridden x");
        }
    }

    @Test
    void aTypeVariableOfABaseClassIsResolved() {
        try (NatsContext nats = NatsContext.start(OfOrders.class)) {
            assertThat(nats.reply("generic", "{\"item\":\"tea\"}")).isEqualTo("order of tea");
        }
    }

    @Test
    void aTypeVariableOfAnInterfaceIsResolved() {
        try (NatsContext nats = NatsContext.start(OrderHandler.class)) {
            assertThat(nats.subjects()).containsExactly("handle");
            assertThat(nats.reply("handle", "{\"item\":\"tea\"}")).isEqualTo("handled tea");
        }
    }

    @Test
    void annotationsOfAnInterfaceCountDownToTheParameters() {
        try (NatsContext nats = NatsContext.start(Implementation.class)) {
            assertThat(nats.reply("contract.7", "")).isEqualTo("implemented 7");
        }
    }

    @Test
    void aDefaultMethodOfAnInterfaceIsFound() {
        try (NatsContext nats = NatsContext.start(Implementation.class)) {
            assertThat(nats.reply("byDefault", "x")).isEqualTo("default x");
        }
    }

    @Test
    void aMetaAnnotationMayAliasAttributes() {
        try (NatsContext nats = NatsContext.start(WithMetaAnnotation.class)) {
            assertThat(nats.reply("ask.me", "")).isEqualTo("answer");
        }
    }

    @Test
    void aMetaAnnotationKeepsItsOtherAttributes() {
        try (NatsContext nats = NatsContext.start(WithMetaAnnotation.class)) {
            assertThat(nats.onlyService().info().endpoints()).singleElement().satisfies(endpoint -> {
                assertThat(endpoint.name()).isEqualTo("question");
                assertThat(endpoint.queueGroup()).isEqualTo("queries");
                assertThat(endpoint.metadata()).containsOnlyKeys("kind").containsEntry("kind", "query");
            });
        }
    }

    @Test
    void theValueIsTheSubject() {
        try (NatsContext nats = NatsContext.start(WithValue.class)) {
            assertThat(nats.onlyService().info().endpoints()).singleElement().satisfies(endpoint -> {
                assertThat(endpoint.name()).isEqualTo("valued");
                assertThat(endpoint.subject()).isEqualTo("by.value");
            });
        }
    }

    @Test
    void aPrivateMethodOfABeanWithoutProxyIsCalled() {
        try (NatsContext nats = NatsContext.start(Invisible.class)) {
            assertThat(nats.reply("hidden", "")).isEqualTo("private");
        }
    }

    @Test
    void aMethodWithoutAnnotationIsNoEndpoint() {
        try (NatsContext nats = NatsContext.start(NotAnnotated.class, WithValue.class)) {
            assertThat(nats.subjects()).containsExactly("by.value");
        }
    }
}
