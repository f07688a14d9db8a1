// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is said of results that an endpoint can not send: description and action, whole. */
class ResultMistakeTests {

    private static void assertMistake(Class<?> component, String description, String action) throws Exception {
        InvalidDefinitionException failure = NatsContext.failure(component);
        String result = component.getDeclaredMethod("get").getReturnType().getName();
        assertThat(failure.description()).isEqualTo(description, component.getName(), result);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(failure.description() + " " + failure.action());
    }

    static class ReturnsStream {

        @NatsEndpoint
        Stream<String> get() {
            return Stream.empty();
        }
    }

    static class ReturnsIntStream {

        @NatsEndpoint
        IntStream get() {
            return IntStream.empty();
        }
    }

    static class ReturnsIterator {

        @NatsEndpoint
        Iterator<String> get() {
            return List.<String>of().iterator();
        }
    }

    static class ReturnsPublisher {

        @NatsEndpoint
        Flow.Publisher<String> get() {
            return subscriber -> {};
        }
    }

    static class ReturnsStageOfStream {

        @NatsEndpoint
        CompletionStage<Stream<String>> get() {
            return CompletableFuture.completedFuture(Stream.empty());
        }
    }

    static class ReturnsFlux {

        @NatsEndpoint
        Flux<String> get() {
            return Flux.empty();
        }
    }

    static class ReturnsMonoOfFlux {

        @NatsEndpoint
        Mono<Flux<String>> get() {
            return Mono.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReturnsFlux.class,
                ReturnsMonoOfFlux.class,
                ReturnsStream.class,
                ReturnsIntStream.class,
                ReturnsIterator.class,
                ReturnsPublisher.class,
                ReturnsStageOfStream.class
            })
    void aStreamOfAnEndpointThatIsNotDeclaredAsStreaming(Class<?> component) throws Exception {
        assertMistake(
                component,
                "The endpoint method %s.get() returns %s, which is not one reply.",
                "Set the attribute \"streaming\" of @NatsEndpoint to \"true\" to send a message for each element, or"
                        + " return one value, such as a List.");
    }

    static class ReturnsFuture {

        @NatsEndpoint
        @Nullable
        Future<String> get() {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = ReturnsFuture.class)
    void aFutureThatIsNoStage(Class<?> component) throws Exception {
        assertMistake(
                component,
                "The endpoint method %s.get() returns %s, for which a thread would have to wait.",
                "Return a CompletionStage, or the value itself.");
    }

    static class StreamsNothing {

        @NatsEndpoint(streaming = "true")
        void get() {}
    }

    static class StreamsOneObject {

        @NatsEndpoint(streaming = "true")
        String get() {
            return "";
        }
    }

    static class StreamsBytes {

        @NatsEndpoint(streaming = "true")
        byte[] get() {
            return new byte[0];
        }
    }

    static class StreamsOptional {

        @NatsEndpoint(streaming = "true")
        Optional<String> get() {
            return Optional.empty();
        }
    }

    static class StreamsMono {

        @NatsEndpoint(streaming = "true")
        Mono<List<String>> get() {
            return Mono.empty();
        }
    }

    static class StreamsStageOfOne {

        @NatsEndpoint(streaming = "true")
        CompletionStage<String> get() {
            return CompletableFuture.completedFuture("");
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StreamsMono.class,
                StreamsStageOfOne.class,
                StreamsNothing.class,
                StreamsOneObject.class,
                StreamsBytes.class,
                StreamsOptional.class
            })
    void oneValueOfAnEndpointThatIsDeclaredAsStreaming(Class<?> component) throws Exception {
        assertMistake(
                component,
                "The endpoint method %s.get() is declared as streaming, but returns %s, which is no stream.",
                "Return a Flux, a Flow.Publisher, a Stream, an Iterator or an Iterable, or leave the attribute"
                        + " \"streaming\" of @NatsEndpoint out.");
    }

    static class StreamsListWithoutThread {

        @NatsEndpoint(streaming = "true", concurrency = "non-blocking")
        List<String> get() {
            return List.of();
        }
    }

    static class StreamsIteratorWithoutThread {

        @NatsEndpoint(streaming = "true", concurrency = "non-blocking")
        Iterator<String> get() {
            return List.<String>of().iterator();
        }
    }

    static class StreamsLaterWithoutThread {

        @NatsEndpoint(streaming = "true", concurrency = "non-blocking")
        CompletionStage<List<String>> get() {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StreamsListWithoutThread.class,
                StreamsIteratorWithoutThread.class,
                StreamsLaterWithoutThread.class
            })
    void aSourceToWaitForOnTheThreadThatDelivers(Class<?> component) throws Exception {
        assertMistake(
                component,
                "The endpoint method %s.get() is declared as non-blocking, but returns %s, whose elements have to be waited"
                        + " for.",
                "Return a Flux or a Flow.Publisher, or leave the attribute \"concurrency\" of @NatsEndpoint out.");
    }
}
