// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

/** What is said of parameters that can not be filled: description and action, whole. */
class ParameterMistakeTests {

    private static void assertMistake(Class<?> component, String description, String action) {
        InvalidDefinitionException failure = NatsContext.failure(component);
        assertThat(failure.description()).isEqualTo(description.replace("CLASS", component.getName()));
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(failure.description() + " " + failure.action());
    }

    static class PayloadAndHeader {

        @NatsEndpoint
        void get(@Payload @Header String tenant) {}
    }

    @Test
    void aPayloadThatIsAHeaderToo() {
        assertMistake(
                PayloadAndHeader.class,
                "The parameter \"tenant\" of the endpoint method CLASS.get(String) has @Payload and @Header, but is filled"
                        + " from one of them only.",
                "Keep one of the annotations.");
    }

    static class HeaderAndVariable {

        @NatsEndpoint("get.{id}")
        void get(@Header("id") @DestinationVariable String id) {}
    }

    @Test
    void aHeaderThatIsAVariableToo() {
        assertMistake(
                HeaderAndVariable.class,
                "The parameter \"id\" of the endpoint method CLASS.get(String) has @Header and @DestinationVariable, but"
                        + " is filled from one of them only.",
                "Keep one of the annotations.");
    }

    static class HeadersAsText {

        @NatsEndpoint
        void get(@Headers String headers) {}
    }

    @Test
    void headersThatAreNoMap() {
        assertMistake(
                HeadersAsText.class,
                "The parameter \"headers\" of the endpoint method CLASS.get(String) has @Headers, but is a String, which"
                        + " does not hold all headers.",
                "Make it a Map<String, Object>, or name one header with @Header.");
    }

    static class UnknownVariable {

        @NatsEndpoint("get.{id}.{part}")
        void get(@DestinationVariable String key) {}
    }

    @Test
    void aVariableThatTheSubjectDoesNotHave() {
        assertMistake(
                UnknownVariable.class,
                "The parameter \"key\" of the endpoint method CLASS.get(String) reads the variable \"key\", which the"
                        + " subject \"get.{id}.{part}\" does not have.",
                "Write {key} as a token of the subject, or name a variable of it with @DestinationVariable.");
    }

    static class ForgottenVariable {

        @NatsEndpoint("get.{id}")
        void get(String id, String payload) {}
    }

    @Test
    void aVariableWithoutAnnotation() {
        assertMistake(
                ForgottenVariable.class,
                "The parameter \"id\" of the endpoint method CLASS.get(String, String) is called like the variable {id} of"
                        + " the subject \"get.{id}\", but is the payload.",
                "Annotate it with @DestinationVariable, or with @Payload if it is the payload.");
    }

    static class PayloadLikeAVariable {

        @NatsEndpoint("payload-like.{item}")
        String get(@DestinationVariable("item") String id, @Payload String item) {
            return id + " " + item;
        }
    }

    @Test
    void aPayloadMayBeCalledLikeAVariable() {
        try (NatsContext nats = NatsContext.start(PayloadLikeAVariable.class)) {
            assertThat(nats.reply("payload-like.7", "text")).isEqualTo("7 text");
        }
    }

    static class UnknownVariableOfOne {

        @NatsEndpoint("one.{id}")
        @NatsEndpoint("two.{number}")
        void get(@DestinationVariable("id") String id) {}
    }

    @Test
    void aVariableThatOneOfTwoSubjectsDoesNotHave() {
        assertMistake(
                UnknownVariableOfOne.class,
                "The parameter \"id\" of the endpoint method CLASS.get(String) reads the variable \"id\", which the"
                        + " subject \"two.{number}\" does not have.",
                "Write {id} as a token of the subject, or name a variable of it with @DestinationVariable.");
    }

    record Key(int first, int second) {}

    static class Unconvertible {

        @NatsEndpoint("get.{key}")
        void get(@DestinationVariable Key key) {}
    }

    @Test
    void aVariableOfATypeThatNothingConvertsTo() {
        assertMistake(
                Unconvertible.class,
                "The parameter \"key\" of the endpoint method CLASS.get(Key) is filled from a text, but nothing converts one"
                        + " to the type " + Key.class.getName() + ".",
                "Make it a String, or register a converter with the conversion service of the application.");
    }

    static class UnconvertibleHeader {

        @NatsEndpoint
        void get(@Header Optional<Key> key) {}
    }

    @Test
    void aHeaderOfATypeThatNothingConvertsTo() {
        assertMistake(
                UnconvertibleHeader.class,
                "The parameter \"key\" of the endpoint method CLASS.get(Optional) is filled from a text, but nothing"
                        + " converts one to the type java.util.Optional.",
                "Make it a String, or register a converter with the conversion service of the application.");
    }

    static class Convertible {

        @NatsEndpoint("get.{id}.{day}.{unit}.{optional}")
        String get(
                @DestinationVariable long id,
                @DestinationVariable DayOfWeek day,
                @DestinationVariable TimeUnit unit,
                @DestinationVariable Optional<Integer> optional,
                @Header(required = false) List<String> tags,
                @Header(required = false) Object any) {
            return id + " " + day + " " + unit + " " + optional;
        }
    }

    @Test
    void typesThatTextsAreConvertedTo() {
        try (NatsContext nats = NatsContext.start(Convertible.class)) {
            assertThat(nats.reply("get.1.MONDAY.SECONDS.2", "")).isEqualTo("1 MONDAY SECONDS Optional[2]");
        }
    }

    interface Declared {

        @NatsEndpoint("get.{id}")
        void get(@DestinationVariable("key") String id);
    }

    static class Implementation implements Declared {

        @Override
        public void get(String id) {}
    }

    @Test
    void aVariableThatAnInterfaceReads() {
        assertMistake(
                Implementation.class,
                "The parameter \"id\" of the endpoint method CLASS.get(String) reads the variable \"key\", which the"
                        + " subject \"get.{id}\" does not have.",
                "Write {key} as a token of the subject, or name a variable of it with @DestinationVariable.");
    }

    private static Class<?> compiledWithoutNames(Path classes, String parameter) throws Exception {
        String source = """
                package sample;
                import org.springframework.messaging.handler.annotation.*;
                public class Unnamed {
                    @io.github.natsmicro.spring.annotation.NatsEndpoint("get.{id}")
                    public void get(String payload, %s) {}
                }
                """.formatted(parameter);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject unit =
                new SimpleJavaFileObject(URI.create("string:///sample/Unnamed.java"), JavaFileObject.Kind.SOURCE) {

                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        assertThat(compiler.getTask(null, null, null, options, null, List.of(unit))
                        .call())
                .isTrue();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, ParameterMistakeTests.class.getClassLoader());
        return loader.loadClass("sample.Unnamed");
    }

    @Test
    void aVariableWithoutName(@TempDir Path classes) throws Exception {
        assertMistake(
                compiledWithoutNames(classes, "@DestinationVariable String id"),
                "The parameter 2 of the endpoint method CLASS.get(String, String) has @DestinationVariable without a name,"
                        + " and the class was compiled without the names of parameters.",
                "Give @DestinationVariable a name, or compile with the option -parameters.");
    }

    @Test
    void aHeaderWithoutName(@TempDir Path classes) throws Exception {
        assertMistake(
                compiledWithoutNames(classes, "@Header String tenant"),
                "The parameter 2 of the endpoint method CLASS.get(String, String) has @Header without a name, and the class"
                        + " was compiled without the names of parameters.",
                "Give @Header a name, or compile with the option -parameters.");
    }

    @Test
    void aVariableOfTheUrlWithoutName(@TempDir Path classes) throws Exception {
        assertMistake(
                compiledWithoutNames(classes, "@org.springframework.web.bind.annotation.PathVariable String id"),
                "The parameter 2 of the endpoint method CLASS.get(String, String) has the annotation @PathVariable, which is"
                        + " for HTTP and says nothing here.",
                "Use @DestinationVariable instead.");
    }
}
