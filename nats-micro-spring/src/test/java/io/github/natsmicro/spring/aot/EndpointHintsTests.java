// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import com.google.protobuf.StringValue;
import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.Reply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import reactor.core.publisher.Flux;

/** What a native image is told of endpoint methods. */
class EndpointHintsTests {

    private static final RuntimeHints HINTS =
            AheadOfTime.hints(Endpoints.class, Inheriting.class, Advice.class, ByInterface.class);

    record Body(Nested nested) {}

    record Nested(String text) {}

    record InMessage(String text) {}

    record InList(String text) {}

    record InArray(String text) {}

    record Later(String text) {}

    record Element(String text) {}

    record Chunk(String text) {}

    record Id(String text) {
        public static Id valueOf(String text) {
            return new Id(text);
        }
    }

    static class Endpoints {

        @NatsEndpoint
        CompletionStage<Reply<Optional<Later>>> body(Body body) {
            throw new UnsupportedOperationException();
        }

        @NatsEndpoint
        void message(Message<InMessage> message, Request request) {}

        @NatsEndpoint
        List<InArray[]> list(List<InList> list) {
            return List.of();
        }

        @NatsEndpoint(streaming = "true")
        Flux<Element> flux() {
            return Flux.empty();
        }

        @NatsEndpoint(streaming = "true")
        Stream<Chunk> stream() {
            return Stream.empty();
        }

        @NatsEndpoint("get.{id}")
        void get(@DestinationVariable Id id) {}

        @NatsEndpoint
        StringValue protobuf(StringValue value) {
            return value;
        }

        void other() {}
    }

    record Specific(String text) {}

    @NatsGroup("inherited")
    interface Declaring<T> {

        @NatsEndpoint
        @Nullable
        T inherited(T value);
    }

    abstract static class Base<T> implements Declaring<T> {

        @Override
        public @Nullable T inherited(T value) {
            return value;
        }
    }

    static class Inheriting extends Base<Specific> {}

    interface Offered {

        @NatsEndpoint
        void offered();
    }

    @Configuration(proxyBeanMethods = false)
    static class ByInterface {

        @Bean
        Offered offered() {
            throw new AssertionError("No bean is created when an application is built.");
        }
    }

    record Problem(String text) {}

    @NatsEndpointAdvice
    static class Advice {

        @MessageExceptionHandler
        Problem handle(IllegalStateException exception) {
            return new Problem("");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"body", "message", "list", "flux", "stream", "get", "protobuf"})
    void anEndpointMethodCanBeCalled(String method) {
        assertThat(reflection().onMethodInvocation(Endpoints.class, method)).accepts(HINTS);
    }

    @Test
    void anotherMethodCanNot() {
        assertThat(reflection().onMethodInvocation(Endpoints.class, "other")).rejects(HINTS);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Body.class,
                Nested.class,
                InMessage.class,
                InList.class,
                InArray.class,
                Later.class,
                Element.class,
                Chunk.class
            })
    void whatItTakesAndReturnsCanBeReadAndWritten(Class<?> type) {
        assertThat(reflection().onType(type).withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(HINTS);
        assertThat(reflection().onMethodInvocation(type, type.getRecordComponents()[0].getName()))
                .accepts(HINTS);
    }

    @ParameterizedTest
    @ValueSource(classes = {Flux.class, Request.class, Message.class, Reply.class})
    void whatOnlyCarriesItIsNotRead(Class<?> carrier) {
        TypeHint hint = HINTS.reflection().getTypeHint(carrier);

        assertThat(hint == null ? 0 : hint.methods().count()).isZero();
        assertThat(hint == null ? Set.of() : hint.getMemberCategories()).isEmpty();
    }

    @Test
    void aVariableOfTheSubjectCanBeConverted() {
        assertThat(reflection().onMethodInvocation(Id.class, "valueOf")).accepts(HINTS);
    }

    @Test
    void aProtobufMessageCanBeParsed() {
        assertThat(reflection().onMethodInvocation(StringValue.class, "parser")).accepts(HINTS);
    }

    @Test
    void anInheritedMethodCanBeCalledWithTheTypesOfTheClass() {
        assertThat(reflection().onMethodInvocation(Base.class, "inherited")).accepts(HINTS);
        assertThat(reflection()
                        .onType(Specific.class)
                        .withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(HINTS);
    }

    @ParameterizedTest
    @ValueSource(classes = {Inheriting.class, Base.class, Declaring.class})
    void theClassesThatMayHaveAnnotationsCanBeLookedAt(Class<?> type) {
        assertThat(reflection().onType(type)).accepts(HINTS);
    }

    @Test
    void aBeanThatIsKnownByItsInterfaceCanBeCalledByIt() {
        assertThat(reflection().onMethodInvocation(Offered.class, "offered")).accepts(HINTS);
    }

    @Test
    void anExceptionHandlerCanBeCalledAndItsBodyWritten() {
        assertThat(reflection().onMethodInvocation(Advice.class, "handle")).accepts(HINTS);
        assertThat(reflection().onMethodInvocation(Problem.class, "text")).accepts(HINTS);
    }
}
