// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;

/** What is said of mistakes in {@code @NatsEndpoint} and {@code @NatsGroup}: description and action, whole. */
class EndpointMistakeTests {

    private static void assertMistake(Class<?> component, String description, String action) {
        InvalidDefinitionException failure = NatsContext.failure(PropertySourcesPlaceholderConfigurer.class, component);
        assertThat(failure.description()).isEqualTo(description.replace("CLASS", component.getName()));
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(failure.description() + " " + failure.action());
    }

    static class BadName {

        @NatsEndpoint(name = "not a name")
        String get(byte[] payload) {
            return "";
        }
    }

    @Test
    void aBadName() {
        assertMistake(
                BadName.class,
                "The endpoint method CLASS.get(byte[]) can not be used: the endpoint name \"not a"
                        + " name\" must be made of letters (A-Z, a-z), digits, '-' and '_'.",
                "Set the attribute \"name\" of @NatsEndpoint.");
    }

    static class BadMethodName {

        @NatsEndpoint
        String get$() {
            return "";
        }
    }

    @Test
    void aMethodNameThatIsNoEndpointName() {
        assertMistake(
                BadMethodName.class,
                "The endpoint method CLASS.get$() can not be used: the endpoint name \"get$\" must"
                        + " be made of letters (A-Z, a-z), digits, '-' and '_'.",
                "Set the attribute \"name\" of @NatsEndpoint.");
    }

    static class BadSubject {

        @NatsEndpoint(subject = "orders..get")
        String get(String id, org.springframework.messaging.Message<?> message) {
            return "";
        }
    }

    @Test
    void aBadSubject() {
        assertMistake(
                BadSubject.class,
                "The endpoint method CLASS.get(String, Message) can not be used: the subject"
                        + " \"orders..get\" must be tokens separated by dots, without white space or empty"
                        + " tokens, with '*' alone for a token and '>' alone at the end.",
                "Correct the attribute \"subject\" of @NatsEndpoint.");
    }

    static class PartOfAToken {

        @NatsEndpoint(subject = "get.order-{id}")
        void get() {}
    }

    @Test
    void aVariableThatIsPartOfAToken() {
        assertMistake(
                PartOfAToken.class,
                "The endpoint method CLASS.get() can not be used: the subject \"get.order-{id}\""
                        + " must have variables that stand for whole tokens, as in get.{id}.",
                "Correct the attribute \"subject\" of @NatsEndpoint.");
    }

    static class VariableTwice {

        @NatsEndpoint(subject = "get.{id}.{id}")
        void get() {}
    }

    @Test
    void aVariableThatIsThereTwice() {
        assertMistake(
                VariableTwice.class,
                "The endpoint method CLASS.get() can not be used: the subject \"get.{id}.{id}\" must"
                        + " give each of its variables a name of its own.",
                "Correct the attribute \"subject\" of @NatsEndpoint.");
    }

    static class RestInTheMiddle {

        @NatsEndpoint(subject = "get.{*path}.more")
        void get() {}
    }

    @Test
    void aVariableForTheRestThatIsNotAtTheEnd() {
        assertMistake(
                RestInTheMiddle.class,
                "The endpoint method CLASS.get() can not be used: the subject \"get.{*path}.more\""
                        + " must have its variable for the rest as the last token.",
                "Correct the attribute \"subject\" of @NatsEndpoint.");
    }

    static class Unresolvable {

        @NatsEndpoint(subject = "${no.such.property}")
        void get() {}
    }

    @Test
    void aPlaceholderThatCanNotBeResolved() {
        assertMistake(
                Unresolvable.class,
                "The attribute \"subject\" of the endpoint method CLASS.get() can not be resolved:"
                        + " Could not resolve placeholder 'no.such.property' in value \"${no.such.property}\".",
                "Define the property, or give the placeholder a default as in ${name:default}.");
    }

    static class BadQueueGroup {

        @NatsEndpoint(queueGroup = "work ers")
        void get() {}
    }

    @Test
    void aBadQueueGroup() {
        assertMistake(
                BadQueueGroup.class,
                "The endpoint method CLASS.get() can not be used: the queue group \"work ers\" must"
                        + " be tokens separated by dots, without white space or wildcards.",
                "Correct the attribute \"queueGroup\" of @NatsEndpoint.");
    }

    @NatsGroup(value = "orders", queueGroup = "work ers")
    static class BadQueueGroupOfGroup {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aBadQueueGroupOfAGroup() {
        assertMistake(
                BadQueueGroupOfGroup.class,
                "The @NatsGroup on CLASS can not be used: the queue group \"work ers\" must be"
                        + " tokens separated by dots, without white space or wildcards.",
                "Correct the attribute \"queueGroup\" of @NatsGroup.");
    }

    @NatsGroup("orders.>")
    static class BadGroup {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aBadGroup() {
        assertMistake(
                BadGroup.class,
                "The @NatsGroup on CLASS can not be used: the group name \"orders.>\" must be empty"
                        + " or tokens separated by dots, without white space, empty tokens or '>'.",
                "Correct the value of @NatsGroup.");
    }

    static class NoKey {

        @NatsEndpoint(metadata = "without separator")
        void get() {}
    }

    @Test
    void aMetadataEntryWithoutSeparator() {
        assertMistake(
                NoKey.class,
                "The metadata entry \"without separator\" of the endpoint method CLASS.get() has no key.",
                "Write it as \"key=value\".");
    }

    static class BlankKey {

        @NatsEndpoint(metadata = " =value")
        void get() {}
    }

    @Test
    void aMetadataEntryWithABlankKey() {
        assertMistake(
                BlankKey.class,
                "The metadata entry \" =value\" of the endpoint method CLASS.get() has no key.",
                "Write it as \"key=value\".");
    }

    static class KeyTwice {

        @NatsEndpoint(metadata = {"key=one", " key = two"})
        void get() {}
    }

    @Test
    void aMetadataKeyThatIsThereTwice() {
        assertMistake(
                KeyTwice.class,
                "The metadata of the endpoint method CLASS.get() has the key \"key\" twice.",
                "Keep one of the two entries.");
    }

    static class SameSubject {

        @NatsEndpoint(name = "one", subject = "get.{id}")
        void first() {}

        @NatsEndpoint(name = "two", subject = "get.{key}")
        void second(String payload) {}
    }

    @Test
    void twoMethodsOnOneSubject() {
        assertMistake(
                SameSubject.class,
                "The endpoint method CLASS.first() (bean \"endpointMistakeTests.SameSubject\") and the endpoint method"
                        + " CLASS.second(String) (bean \"endpointMistakeTests.SameSubject\") listen on the same"
                        + " subject \"get.*\" in the queue group \"q\".",
                "Give one of them another subject, or its class another @NatsGroup.");
    }
}
