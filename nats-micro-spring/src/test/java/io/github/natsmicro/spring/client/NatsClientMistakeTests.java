// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Message;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import reactor.core.publisher.Flux;

/** Interfaces of which no client can be made, and what is said of them. */
class NatsClientMistakeTests {

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private static final String HERE = NatsClientMistakeTests.class.getName() + "$";

    private static void assertMistake(Class<?> type, String description, String action) {
        NatsClientProxyFactory factory = NatsClientProxyFactory.create(bench.template());
        InvalidDefinitionException mistake =
                catchThrowableOfType(InvalidDefinitionException.class, () -> factory.createClient(type));

        assertThat(mistake).isNotNull();
        assertThat(mistake.description()).isEqualTo(description.replace("HERE.", HERE));
        assertThat(mistake.action()).isEqualTo(action);
    }

    interface TakesRequest {
        @NatsEndpoint
        String call(Request request);
    }

    @Test
    void theRequestOfAService() {
        assertMistake(
                TakesRequest.class,
                "The client method HERE.TakesRequest.call(Request) has a parameter of type io.github.natsmicro.Request,"
                        + " which only a service gets.",
                "Leave it out of the interface, or use @Payload, @Header and @DestinationVariable instead.");
    }

    interface TakesMessage {
        @NatsEndpoint
        String call(Message message);
    }

    @Test
    void theMessageOfJnats() {
        assertMistake(
                TakesMessage.class,
                "The client method HERE.TakesMessage.call(Message) has a parameter of type io.nats.client.Message, which"
                        + " only a service gets.",
                "Leave it out of the interface, or use @Payload, @Header and @DestinationVariable instead.");
    }

    interface TwoPayloads {
        @NatsEndpoint
        String call(String one, String two);
    }

    @Test
    void twoPayloads() {
        assertMistake(
                TwoPayloads.class,
                "The client method HERE.TwoPayloads.call(String, String) has 2 parameters for the one payload of a"
                        + " request.",
                "Keep one of them, and annotate the others with @Header or @DestinationVariable.");
    }

    interface NoParameter {
        @NatsEndpoint(subject = "get.{id}")
        String call();
    }

    @Test
    void aVariableWithoutParameter() {
        assertMistake(
                NoParameter.class,
                "The client method HERE.NoParameter.call() has no parameter for the variable {id} of its subject.",
                "Add a parameter with @DestinationVariable(\"id\").");
    }

    interface NoVariable {
        @NatsEndpoint(subject = "get.{*rest}")
        String call(@DestinationVariable String id);
    }

    @Test
    void aParameterWithoutVariable() {
        assertMistake(
                NoVariable.class,
                "The client method HERE.NoVariable.call(String) has a parameter for the variable {id}, which its subject"
                        + " \"get.{*rest}\" does not have.",
                "Write {id} into the subject, or name another variable in @DestinationVariable.");
    }

    interface Wildcard {
        @NatsEndpoint(name = "call", subject = "get.*")
        String call();
    }

    @Test
    void aWildcardWithoutName() {
        assertMistake(
                Wildcard.class,
                "The client method HERE.Wildcard.call() has the subject \"get.*\" with a wildcard, to which nothing can be"
                        + " sent.",
                "Give the wildcard a name, as in {id} or {*rest}, and the method a @DestinationVariable.");
    }

    interface NotAnnotated {
        @NatsEndpoint
        String call();

        String other();
    }

    @Test
    void aMethodWithoutAnnotation() {
        assertMistake(
                NotAnnotated.class,
                "The client method HERE.NotAnnotated.other() has no @NatsEndpoint, so there is nothing that it calls.",
                "Add @NatsEndpoint, or make it a default method.");
    }

    interface Empty {}

    @Test
    void anInterfaceWithoutMethods() {
        assertMistake(
                Empty.class,
                "The interface HERE.Empty can not be a client: it has no method with @NatsEndpoint.",
                "Add @NatsEndpoint to its methods, or make no client of it.");
    }

    interface StreamOfOne {
        @NatsEndpoint
        Stream<String> call();
    }

    @Test
    void aStreamOfAnEndpointThatHasNone() {
        assertMistake(
                StreamOfOne.class,
                "The client method HERE.StreamOfOne.call() returns java.util.stream.Stream, but its endpoint answers with"
                        + " one reply.",
                "Return the value itself, a CompletionStage or Mono of it, or void; or set \"streaming\" of @NatsEndpoint"
                        + " to \"true\".");
    }

    interface FluxOfOne {
        @NatsEndpoint
        Flux<String> call();
    }

    @Test
    void aFluxOfAnEndpointThatHasNoStream() {
        assertMistake(
                FluxOfOne.class,
                "The client method HERE.FluxOfOne.call() returns reactor.core.publisher.Flux, but its endpoint answers with"
                        + " one reply.",
                "Return the value itself, a CompletionStage or Mono of it, or void; or set \"streaming\" of @NatsEndpoint"
                        + " to \"true\".");
    }

    interface OneOfAStream {
        @NatsEndpoint(streaming = "true")
        String call();
    }

    @Test
    void oneReplyOfAStream() {
        assertMistake(
                OneOfAStream.class,
                "The client method HERE.OneOfAStream.call() returns java.lang.String, but its endpoint answers with a"
                        + " stream.",
                "Return a Stream, Flow.Publisher, Flux, Iterable or List, or remove \"streaming\" of @NatsEndpoint.");
    }

    interface UnknownCodec {
        @NatsEndpoint(codec = "application/xml")
        String call();
    }

    @Test
    void aCodecThatTheClientDoesNotHave() {
        assertMistake(
                UnknownCodec.class,
                "The client method HERE.UnknownCodec.call() names the codec \"application/xml\", which is not there.",
                "Add such a codec to the client, or set the attribute \"codec\" of @NatsEndpoint to a content type that a"
                        + " codec has.");
    }

    @Test
    void aClass() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> NatsClientProxyFactory.create(bench.template()).createClient(String.class))
                .withMessage("A client can only be made of an interface, and java.lang.String is none.");
    }

    @Test
    void anIdThatIsNoToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> NatsClientProxyFactory.create(bench.template()).createClient(OneOfAStream.class, "a.b"))
                .withMessageStartingWith("The value \"a.b\" of the id of the instance");
    }
}
