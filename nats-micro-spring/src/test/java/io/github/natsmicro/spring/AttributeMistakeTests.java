// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.StringValueResolver;

/** What is said of attributes that can not be read: description and action, whole. */
class AttributeMistakeTests {

    private static void assertMistake(InvalidDefinitionException failure, String description, String action) {
        assertThat(failure.description()).isEqualTo(description);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(description + " " + action);
    }

    /** What is said of the first method of a class where each {@code x} is resolved to a value. */
    private static InvalidDefinitionException failure(Class<?> type, String value) {
        StringValueResolver values = text -> text.equals("x") ? value : text;
        return catchThrowableOfType(
                InvalidDefinitionException.class,
                () -> Arrays.stream(type.getDeclaredMethods())
                        .filter(ContractReader::isEndpoint)
                        .forEach(method -> {
                            new ContractReader(values).endpoints(type, method);
                            new ContractReader(values).services(type, method);
                        }));
    }

    private static void assertWrong(Class<?> type, String attribute, String value, String rule) {
        assertMistake(
                failure(type, value),
                "The attribute \"%s\" of the endpoint method %s.get() is \"%s\", as \"x\" says. It must be %s."
                        .formatted(attribute, type.getName(), value, rule),
                "Correct the attribute \"%s\" of @NatsEndpoint.".formatted(attribute));
    }

    static class WithConcurrency {

        @NatsEndpoint(concurrency = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "nonblocking", "1"})
    void anUnknownConcurrency(String value) {
        assertWrong(WithConcurrency.class, "concurrency", value, "parallel, ordered or non-blocking");
    }

    static class WithMaxInFlight {

        @NatsEndpoint(maxInFlight = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1.5", "unlimited", "99999999999"})
    void aMaxInFlightThatIsNoNumberOrTooSmall(String value) {
        assertWrong(WithMaxInFlight.class, "maxInFlight", value, "a whole number of at least 1");
    }

    static class WithMaxWaiting {

        @NatsEndpoint(maxWaiting = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "none", "10k"})
    void aMaxWaitingThatIsNoNumberOrTooSmall(String value) {
        assertWrong(WithMaxWaiting.class, "maxWaiting", value, "a whole number of at least 0, or \"unlimited\"");
    }

    static class WithMaxBytes {

        @NatsEndpoint(maxBytes = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "0MB", "16 megabytes", "16XB", "9223372036854775807GB"})
    void aMaxBytesThatIsNoSizeOrTooSmall(String value) {
        assertWrong(
                WithMaxBytes.class,
                "maxBytes",
                value,
                "a size of at least one byte, as in 512KB or 16MB, or \"unlimited\"");
    }

    static class WithTimeout {

        @NatsEndpoint(timeout = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "-5s", "PT0S", "PT-1S", "soon", "5 fortnights", "5x", "99999999999999999999s"})
    void aTimeoutThatIsNoTimeOrNotMoreThanZero(String value) {
        assertWrong(WithTimeout.class, "timeout", value, "a time of more than zero, as in 500ms, 5s or PT1M");
    }

    static class WithInstanceOnly {

        @NatsEndpoint(instanceOnly = "x")
        void get() {}
    }

    @Test
    void anInstanceOnlyThatIsNeitherTrueNorFalse() {
        assertWrong(WithInstanceOnly.class, "instanceOnly", "mine", "true or false");
    }

    static class WithAutoStartup {

        @NatsEndpoint(autoStartup = "x")
        void get() {}
    }

    @Test
    void anAutoStartupThatIsNeitherTrueNorFalse() {
        assertWrong(WithAutoStartup.class, "autoStartup", "later", "true or false");
    }

    static class WithStreaming {

        @NatsEndpoint(streaming = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "on"})
    void aStreamingThatIsNeitherTrueNorFalse(String value) {
        assertWrong(WithStreaming.class, "streaming", value, "true or false");
    }

    static class WithProduces {

        @NatsEndpoint(produces = "x")
        void get() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "application/", "text/*", "*/*", "text/plain; charset=nowhere"})
    void aProducesThatIsNoContentType(String value) {
        assertWrong(WithProduces.class, "produces", value, "a content type without wildcards, as in application/json");
    }

    static class WithoutPlaceholder {

        @NatsEndpoint(timeout = "0s")
        void get() {}
    }

    @Test
    void aValueThatStandsThereItself() {
        assertMistake(
                failure(WithoutPlaceholder.class, ""),
                "The attribute \"timeout\" of the endpoint method " + WithoutPlaceholder.class.getName()
                        + ".get() is \"0s\". It must be a time of more than zero, as in 500ms, 5s or PT1M.",
                "Correct the attribute \"timeout\" of @NatsEndpoint.");
    }

    static class WithName {

        @NatsEndpoint(name = "x")
        void get() {}
    }

    @Test
    void aNameThatComesToNothing() {
        assertMistake(
                failure(WithName.class, ""),
                "The attribute \"name\" of the endpoint method " + WithName.class.getName()
                        + ".get() is \"x\", which comes to nothing.",
                "Give it a value, or leave the attribute \"name\" of @NatsEndpoint out.");
    }

    static class WithSubject {

        @NatsEndpoint("x")
        void get() {}
    }

    @Test
    void aSubjectThatComesToNothing() {
        assertMistake(
                failure(WithSubject.class, ""),
                "The attribute \"subject\" of the endpoint method " + WithSubject.class.getName()
                        + ".get() is \"x\", which comes to nothing.",
                "Give it a value, or leave the attribute \"subject\" of @NatsEndpoint out.");
    }

    static class QueueGroupTwice {

        @NatsEndpoint(queueGroup = "workers", queueGroupDisabled = "true")
        void get() {}
    }

    @Test
    void aQueueGroupThatIsNamedAndDisabled() {
        assertMistake(
                failure(QueueGroupTwice.class, ""),
                "The endpoint method " + QueueGroupTwice.class.getName()
                        + ".get() names the queue group \"workers\" and disables it.",
                "Leave out one of the attributes \"queueGroup\" and \"queueGroupDisabled\" of @NatsEndpoint.");
    }

    static class InstanceOfAQueueGroup {

        @NatsEndpoint(instanceOnly = "true", queueGroup = "workers")
        void get() {}
    }

    @Test
    void anInstanceOnlyEndpointWithAQueueGroup() {
        assertMistake(
                failure(InstanceOfAQueueGroup.class, ""),
                "The endpoint method " + InstanceOfAQueueGroup.class.getName()
                        + ".get() is for one instance only, but names the queue group \"workers\", which is for several.",
                "Leave out one of the attributes \"instanceOnly\" and \"queueGroup\" of @NatsEndpoint.");
    }

    static class InstanceWithRest {

        @NatsEndpoint(value = "cache.{*path}", instanceOnly = "true")
        void get() {}
    }

    @Test
    void anInstanceOnlyEndpointWithTheRestOfASubject() {
        assertMistake(
                failure(InstanceWithRest.class, ""),
                "The endpoint method " + InstanceWithRest.class.getName()
                        + ".get() can not be used: the subject \"cache.{*path}\" of an endpoint for one instance must not"
                        + " end with the rest of a subject, behind which the id of the instance could not follow.",
                "Correct the attribute \"subject\" of @NatsEndpoint.");
    }

    static class OrderedInParallel {

        @NatsEndpoint(concurrency = "ordered", maxInFlight = "8")
        void get() {}
    }

    @Test
    void anOrderedEndpointThatHandlesSeveralAtOnce() {
        assertMistake(
                failure(OrderedInParallel.class, ""),
                "The endpoint method " + OrderedInParallel.class.getName()
                        + ".get() is ordered, so that it handles one request at a time, but has 8 as its attribute"
                        + " \"maxInFlight\".",
                "Leave out one of the attributes \"concurrency\" and \"maxInFlight\" of @NatsEndpoint.");
    }

    @NatsGroup("orders.{*rest}")
    static class GroupWithRest {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aGroupWithTheRestOfASubject() {
        assertMistake(
                failure(GroupWithRest.class, ""),
                "The @NatsGroup on " + GroupWithRest.class.getName()
                        + " can not be used: the group name \"orders.>\" must be empty or tokens separated by dots, without"
                        + " white space, empty tokens or '>'.",
                "Correct the value of @NatsGroup.");
    }

    @NatsGroup("orders.x{id}")
    static class GroupWithPartOfAToken {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aGroupWithAVariableThatIsPartOfAToken() {
        assertMistake(
                failure(GroupWithPartOfAToken.class, ""),
                "The @NatsGroup on " + GroupWithPartOfAToken.class.getName()
                        + " can not be used: the subject \"orders.x{id}\" must have variables that stand for whole tokens,"
                        + " as in get.{id}.",
                "Correct the value of @NatsGroup.");
    }

    @NatsGroup(value = "orders", queueGroup = "workers", queueGroupDisabled = "true")
    static class QueueGroupTwiceOfGroup {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aQueueGroupOfAGroupThatIsNamedAndDisabled() {
        assertMistake(
                failure(QueueGroupTwiceOfGroup.class, ""),
                "The @NatsGroup on " + QueueGroupTwiceOfGroup.class.getName()
                        + " names the queue group \"workers\" and disables it.",
                "Leave out one of the attributes \"queueGroup\" and \"queueGroupDisabled\" of @NatsGroup.");
    }

    @NatsService(name = "orders", version = "1.0.0", queueGroup = "workers", queueGroupDisabled = "true")
    static class QueueGroupTwiceOfService {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aQueueGroupOfAServiceThatIsNamedAndDisabled() {
        assertMistake(
                failure(QueueGroupTwiceOfService.class, ""),
                "The @NatsService on " + QueueGroupTwiceOfService.class.getName()
                        + " names the queue group \"workers\" and disables it.",
                "Leave out one of the attributes \"queueGroup\" and \"queueGroupDisabled\" of @NatsService.");
    }

    @NatsGroup(value = "orders", queueGroupDisabled = "perhaps")
    static class OddFlagOfGroup {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void anAttributeOfAGroup() {
        assertMistake(
                failure(OddFlagOfGroup.class, ""),
                "The attribute \"queueGroupDisabled\" of the @NatsGroup on " + OddFlagOfGroup.class.getName()
                        + " is \"perhaps\". It must be true or false.",
                "Correct the attribute \"queueGroupDisabled\" of @NatsGroup.");
    }

    static class BadExpression {

        @NatsEndpoint(timeout = "#{noSuchBean.timeout}")
        void get() {}
    }

    @Test
    void anExpressionThatCanNotBeEvaluated() {
        assertMistake(
                NatsContext.failure(BadExpression.class),
                "The expression \"#{noSuchBean.timeout}\" in the attribute \"timeout\" of the endpoint method "
                        + BadExpression.class.getName()
                        + ".get() can not be evaluated: EL1008E: Property or field 'noSuchBean' cannot be found on"
                        + " object of type 'org.springframework.beans.factory.config.BeanExpressionContext' - maybe not"
                        + " public or not valid?",
                "Correct the expression.");
    }

    static class UnknownCodec {

        @NatsEndpoint(codec = "morse")
        void get() {}
    }

    @Test
    void anUnknownCodec() {
        assertMistake(
                NatsContext.failure(UnknownCodec.class),
                "The endpoint method " + UnknownCodec.class.getName()
                        + ".get() names the codec \"morse\", which is not there.",
                "Choose the name of a codec bean, or a content type that a codec has.");
    }
}
