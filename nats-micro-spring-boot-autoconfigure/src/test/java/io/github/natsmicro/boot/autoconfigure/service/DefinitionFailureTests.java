// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DefinitionFailureTests {

    private static ApplicationOutput fail(CapturedOutput output, List<String> properties, Class<?>... components) {
        List<String> all =
                new ArrayList<>(List.of("nats.servers=" + NatsServer.shared().url()));
        all.addAll(properties);
        return ApplicationOutput.ofFailure(output, all, components);
    }

    private static ApplicationOutput fail(CapturedOutput output, Class<?> component) {
        return fail(output, List.of("nats.micro.name=shop"), component);
    }

    static class Good {

        @NatsEndpoint
        void good() {}
    }

    static class SameSubject {

        @NatsEndpoint("good")
        void other() {}
    }

    static class TwoPayloads {

        @NatsEndpoint
        void create(String first, byte[] second) {}
    }

    static class ReturnsStream {

        @NatsEndpoint
        Stream<String> get() {
            return Stream.empty();
        }
    }

    static class BadSubject {

        @NatsEndpoint("orders..get")
        void get() {}
    }

    static class Unresolvable {

        @NatsEndpoint("${no.such.property}")
        void get() {}
    }

    @Test
    void aBadName(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of("nats.micro.name=my shop"));
        assertThat(report.description())
                .isEqualTo("The property nats.micro.name can not be used: the service name \"my shop\" must be"
                        + " made of letters (A-Z, a-z), digits, '-' and '_'.");
        assertThat(report.action()).isEqualTo("Correct the property nats.micro.name.");
    }

    @Test
    void aBadVersion(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of("nats.micro.name=shop", "nats.micro.version=1.0"));
        assertThat(report.description())
                .isEqualTo("The property nats.micro.version can not be used: the service version \"1.0\" must"
                        + " follow Semantic Versioning, for example 1.0.0.");
        assertThat(report.action()).isEqualTo("Correct the property nats.micro.version.");
    }

    @Test
    void aBadQueueGroup(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of("nats.micro.name=shop", "nats.micro.queue-group=a b"));
        assertThat(report.description())
                .isEqualTo("The property nats.micro.queue-group can not be used: the queue group \"a b\" must"
                        + " be tokens separated by dots, without white space or wildcards.");
        assertThat(report.action()).isEqualTo("Correct the property nats.micro.queue-group.");
    }

    @Test
    void aBadApiPrefix(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of("nats.micro.name=shop", "nats.micro.api-prefix=a b"));
        assertThat(report.description())
                .contains("The property nats.micro.api-prefix can not be used: the API prefix \"a b\" must be");
    }

    @Test
    void twoMethodsOnOneSubject(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of("nats.micro.name=shop"), Good.class, SameSubject.class);
        assertThat(report.description())
                .isEqualTo(
                        "The endpoint method %s.good() (bean \"%s\") and the endpoint method %s.other() (bean \"%s\") listen on the same subject \"good\" in the queue group \"q\"."
                                .formatted(
                                        Good.class.getName(),
                                        "definitionFailureTests.Good",
                                        SameSubject.class.getName(),
                                        "definitionFailureTests.SameSubject"));
        assertThat(report.action()).isEqualTo("Give one of them another subject, or its class another @NatsGroup.");
    }

    @Test
    void twoParametersForThePayload(CapturedOutput output) {
        ApplicationOutput report = fail(output, TwoPayloads.class);
        assertThat(report.description())
                .isEqualTo("The endpoint method " + TwoPayloads.class.getName()
                        + ".create(String, byte[]) has 2 parameters for the one payload of a request.");
        assertThat(report.action())
                .isEqualTo("Keep one of them, and annotate the others with @Header or @DestinationVariable.");
    }

    @Test
    void aResultThatIsNotOneReply(CapturedOutput output) {
        ApplicationOutput report = fail(output, ReturnsStream.class);
        assertThat(report.description())
                .isEqualTo("The endpoint method " + ReturnsStream.class.getName()
                        + ".get() returns java.util.stream.Stream, which is not one reply.");
        assertThat(report.action())
                .isEqualTo(
                        "Set the attribute \"streaming\" of @NatsEndpoint to \"true\" to send a message for each element,"
                                + " or return one value, such as a List.");
    }

    @Test
    void aBadSubject(CapturedOutput output) {
        ApplicationOutput report = fail(output, BadSubject.class);
        assertThat(report.description())
                .isEqualTo("The endpoint method " + BadSubject.class.getName()
                        + ".get() can not be used: the subject \"orders..get\" must be tokens separated by dots,"
                        + " without white space or empty tokens, with '*' alone for a token and '>' alone at the end.");
        assertThat(report.action()).isEqualTo("Correct the attribute \"subject\" of @NatsEndpoint.");
    }

    @Test
    void aPlaceholderThatCanNotBeResolved(CapturedOutput output) {
        ApplicationOutput report = fail(output, Unresolvable.class);
        assertThat(report.description())
                .isEqualTo("The attribute \"subject\" of the endpoint method " + Unresolvable.class.getName()
                        + ".get() can not be resolved: Could not resolve placeholder 'no.such.property' in"
                        + " value \"${no.such.property}\".");
        assertThat(report.action())
                .isEqualTo("Define the property, or give the placeholder a default as in ${name:default}.");
    }

    @Test
    void anEndpointWithoutServiceName(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of(), Good.class);
        assertThat(report.description())
                .isEqualTo("The endpoint method " + Good.class.getName()
                        + ".good() (bean \"definitionFailureTests.Good\") belongs to the default service, which has no"
                        + " name.");
        assertThat(report.action())
                .isEqualTo("Set the property nats.micro.name (or spring.application.name), or name a service"
                        + " with @NatsService on the class.");
    }

    @Test
    void aJsonMapperThatIsChosenAndMissing(CapturedOutput output) {
        ApplicationOutput report = fail(output, List.of("nats.micro.name=shop", "nats.micro.json-mapper=jackson3"));
        assertThat(report.description())
                .isEqualTo("The property nats.micro.json-mapper asks for JACKSON3, but the application has not"
                        + " exactly one JsonMapper bean.");
        assertThat(report.action())
                .isEqualTo("Define such a bean, mark one as @Primary, or set the property to \"built-in\".");
    }
}
