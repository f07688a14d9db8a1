// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.EmptyStackException;
import java.util.InputMismatchException;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.support.MessageBuilder;
import reactor.core.publisher.Mono;

/** What {@code @MessageExceptionHandler} methods of an endpoint's bean can do. */
class ExceptionHandlerMethodTests {

    private static final String INTERNAL = "500:Internal Server Error";

    private static NatsContext nats;

    record Problem(String reason) {}

    static class Unwritable {

        public String getText() {
            throw new IllegalStateException("secret");
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String fail(String exception) throws Exception {
            throw exception(exception);
        }

        @NatsEndpoint
        CompletableFuture<String> failLater(String exception) {
            return CompletableFuture.supplyAsync(() -> {
                throw (RuntimeException) exception(exception);
            });
        }

        @NatsEndpoint
        CompletionStage<String> failedStage() {
            return CompletableFuture.failedFuture(new FileNotFoundException("secret"));
        }

        @NatsEndpoint
        String object(Problem payload) {
            return payload.reason();
        }

        @NatsEndpoint
        Unwritable unwritable() {
            return new Unwritable();
        }

        @NatsEndpoint
        CompletionStage<Unwritable> unwritableLater() {
            return CompletableFuture.completedFuture(new Unwritable());
        }

        @NatsEndpoint
        Reply<Problem> returned() {
            return Reply.error(409, "Returned").body(new Problem("as a reply"));
        }

        @NatsEndpoint
        String error() {
            throw new AssertionError("secret");
        }

        private static Exception exception(String name) {
            return switch (name) {
                case "file" -> new FileNotFoundException("secret");
                case "io" -> new IOException("secret");
                case "cause" -> new IllegalStateException("outside", new FileNotFoundException("secret"));
                case "outside" -> new UncheckedIOException("outside", new IOException("secret"));
                case "arguments" -> new IllegalArgumentException("secret");
                case "good" -> new ArithmeticException("secret");
                case "error" -> new ArrayStoreException("secret");
                case "optional" -> new NoSuchElementException("secret");
                case "empty" -> new InputMismatchException("secret");
                case "message" -> new ClassCastException("secret");
                case "nothing" -> new NegativeArraySizeException("secret");
                case "null" -> new EmptyStackException();
                case "itself" -> new ConcurrentModificationException("secret");
                case "annotated" -> new UnsupportedOperationException("secret");
                case "later" -> new NumberFormatException("secret");
                case "laterReply" -> new IndexOutOfBoundsException("secret");
                case "mono" -> new SecurityException("secret");
                case "problem" -> new DateTimeException("secret");
                case "declared" -> new ServiceException(429, "Too many");
                case "mismatch" -> new EnumConstantNotPresentException(TimeUnit.class, "secret");
                case "unwritable" -> new MissingResourceException("secret", "class", "key");
                default -> new IllegalMonitorStateException("secret");
            };
        }

        @MessageExceptionHandler
        Problem io(IOException ex) {
            return new Problem("io");
        }

        @MessageExceptionHandler
        Problem file(FileNotFoundException ex) {
            return new Problem("file " + ex.getMessage());
        }

        @MessageExceptionHandler(UncheckedIOException.class)
        Problem outside(IOException cause) {
            return new Problem("cause " + cause.getMessage());
        }

        @MessageExceptionHandler
        String arguments(
                IllegalArgumentException ex,
                Request request,
                @Header("Trace") String trace,
                String payload,
                org.springframework.messaging.Message<byte[]> message) {
            return String.join(
                    " ",
                    ex.getMessage(),
                    request.subject(),
                    trace,
                    payload,
                    String.valueOf(message.getPayload().length));
        }

        @MessageExceptionHandler(ArithmeticException.class)
        Reply<Problem> good() {
            return Reply.of(new Problem("good"));
        }

        @MessageExceptionHandler(ArrayStoreException.class)
        Reply<Problem> error409() {
            return Reply.<Problem>error(409, "Conflict of stores")
                    .body(new Problem("store"))
                    .header("Retry", "no");
        }

        @MessageExceptionHandler(NoSuchElementException.class)
        Optional<Problem> optional() {
            return Optional.of(new Problem("optional"));
        }

        @MessageExceptionHandler(InputMismatchException.class)
        Optional<Problem> empty() {
            return Optional.empty();
        }

        @MessageExceptionHandler(ClassCastException.class)
        org.springframework.messaging.Message<Problem> message() {
            return MessageBuilder.withPayload(new Problem("message")).build();
        }

        @MessageExceptionHandler(NegativeArraySizeException.class)
        void nothing() {}

        @MessageExceptionHandler(EmptyStackException.class)
        @Nullable
        Problem none() {
            return null;
        }

        @MessageExceptionHandler(ConcurrentModificationException.class)
        void itself(Request request) {
            request.respond("by itself");
        }

        @MessageExceptionHandler(UnsupportedOperationException.class)
        @NatsResponseStatus(code = 405, description = "Not so")
        Problem annotated() {
            return new Problem("annotated");
        }

        @MessageExceptionHandler(NumberFormatException.class)
        CompletionStage<Problem> later() {
            return CompletableFuture.supplyAsync(() -> new Problem("later"));
        }

        @MessageExceptionHandler(IndexOutOfBoundsException.class)
        CompletionStage<Reply<String>> laterReply() {
            return CompletableFuture.supplyAsync(() -> Reply.of("good later"));
        }

        @MessageExceptionHandler(SecurityException.class)
        Mono<Problem> mono() {
            return Mono.fromSupplier(() -> new Problem("mono"));
        }

        @MessageExceptionHandler(DateTimeException.class)
        ProblemDetail problem() {
            return ProblemDetail.forStatusAndDetail(HttpStatus.GONE, "Long past");
        }

        @MessageExceptionHandler(ServiceException.class)
        Problem declared(ServiceException ex) {
            return new Problem("declared " + ex.code());
        }

        @MessageExceptionHandler(EnumConstantNotPresentException.class)
        Problem mismatch(IOException notThere) {
            return new Problem("mismatch");
        }

        @MessageExceptionHandler(MissingResourceException.class)
        Reply<Unwritable> unwritableError() {
            return Reply.<Unwritable>error(410, "Gone").body(new Unwritable());
        }

        @MessageExceptionHandler(MessageConversionException.class)
        Problem unreadable() {
            return new Problem("unreadable");
        }

        @MessageExceptionHandler(io.github.natsmicro.codec.PayloadCodecException.class)
        Problem notWritten() {
            return new Problem("not written");
        }

        @MessageExceptionHandler(AssertionError.class)
        Problem assertion() {
            return new Problem("assertion");
        }
    }

    @Scope("prototype")
    static class Prototype {

        @NatsEndpoint
        String prototype() {
            throw new IllegalStateException("secret");
        }

        @MessageExceptionHandler(IllegalStateException.class)
        Reply<String> answer() {
            return Reply.of("by another one");
        }
    }

    interface Guarded {

        @NatsEndpoint
        String guarded();

        @MessageExceptionHandler
        Reply<String> answer(IllegalStateException ex, Request request);
    }

    @Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
    static class BehindInterface implements Guarded {

        @Override
        public String guarded() {
            throw new IllegalStateException("secret");
        }

        @Override
        public Reply<String> answer(IllegalStateException ex, Request request) {
            return Reply.of("behind an interface on " + request.subject());
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class, Prototype.class, BehindInterface.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static String answer(Message reply) {
        return NatsContext.error(reply) + " " + NatsContext.text(reply);
    }

    private static String fail(String exception) {
        return answer(nats.request("fail", exception));
    }

    @Test
    void theMostSpecificTypeIsCalled() {
        assertThat(fail("file")).isEqualTo(INTERNAL + " {\"reason\":\"file secret\"}");
        assertThat(fail("io")).isEqualTo(INTERNAL + " {\"reason\":\"io\"}");
    }

    @Test
    void theCauseCountsWhereTheExceptionIsUnknown() {
        assertThat(fail("cause")).isEqualTo(INTERNAL + " {\"reason\":\"file secret\"}");
    }

    @Test
    void aCauseCanBeAnArgument() {
        assertThat(fail("outside")).isEqualTo(INTERNAL + " {\"reason\":\"cause secret\"}");
    }

    @Test
    void theArgumentsAreThoseOfEndpoints() throws Exception {
        Message reply = nats.client()
                .request("fail", new Headers().put("Trace", "t1"), "arguments".getBytes(StandardCharsets.UTF_8))
                .get(10, TimeUnit.SECONDS);
        assertThat(NatsContext.text(reply)).isEqualTo("secret fail t1 arguments 9");
    }

    @Test
    void aReplyMakesTheRequestGood() {
        assertThat(nats.reply("fail", "good")).isEqualTo("{\"reason\":\"good\"}");
    }

    @Test
    void anErrorReplyIsSentAsItIs() {
        Message reply = nats.request("fail", "error");
        assertThat(answer(reply)).isEqualTo("409:Conflict of stores {\"reason\":\"store\"}");
        assertThat(NatsContext.header(reply, "Retry")).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({"optional, optional", "message, message", "later, later", "mono, mono"})
    void aBodyMayBeWrapped(String exception, String body) {
        assertThat(fail(exception)).isEqualTo(INTERNAL + " {\"reason\":\"" + body + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"empty", "nothing", "null"})
    void nothingIsAnErrorWithoutBody(String exception) {
        assertThat(fail(exception)).isEqualTo(INTERNAL + " ");
    }

    @Test
    void aMethodThatAnsweredItselfIsNotSpokenFor() {
        assertThat(nats.reply("fail", "itself")).isEqualTo("by itself");
    }

    @Test
    void anAnnotationGivesTheCodeOfABody() {
        assertThat(fail("annotated")).isEqualTo("405:Not so {\"reason\":\"annotated\"}");
    }

    @Test
    void aReplyMayComeLater() {
        assertThat(nats.reply("fail", "laterReply")).isEqualTo("good later");
    }

    @Test
    void aProblemGivesItsCode() {
        assertThat(fail("problem"))
                .isEqualTo("410:Long past {\"title\":\"Gone\",\"status\":410,\"detail\":\"Long past\"}");
    }

    @Test
    void aBodyGoesWithTheCodeThatTheExceptionWouldHave() {
        assertThat(fail("declared")).isEqualTo("429:Too many {\"reason\":\"declared 429\"}");
    }

    @Test
    void anUnknownExceptionIsLeftToTheEngine() {
        assertThat(fail("other")).isEqualTo(INTERNAL + " ");
    }

    @Test
    void aMethodThatWantsAnotherExceptionIsNotCalled() {
        assertThat(fail("mismatch")).isEqualTo(INTERNAL + " ");
    }

    @Test
    void anErrorWhoseBodyCanNotBeWrittenIsSentWithoutIt() {
        assertThat(fail("unwritable")).isEqualTo("410:Gone ");
    }

    @Test
    void theFailureOfAStageIsHandledToo() {
        assertThat(answer(nats.request("failLater", "declared")))
                .isEqualTo("429:Too many {\"reason\":\"declared 429\"}");
        assertThat(answer(nats.request("failedStage", ""))).isEqualTo(INTERNAL + " {\"reason\":\"file secret\"}");
        assertThat(nats.reply("failLater", "good")).isEqualTo("{\"reason\":\"good\"}");
    }

    @Test
    void anArgumentThatCanNotBeReadIsHandledToo() {
        assertThat(answer(nats.request("object", "{")))
                .isEqualTo(
                        "400:The request can not be read: the payload is missing or not valid {\"reason\":\"unreadable\"}");
    }

    @ParameterizedTest
    @CsvSource({"unwritable", "unwritableLater"})
    void aResultThatCanNotBeWrittenIsHandledToo(String subject) {
        assertThat(answer(nats.request(subject, ""))).isEqualTo(INTERNAL + " {\"reason\":\"not written\"}");
    }

    @Test
    void anErrorIsHandledToo() {
        assertThat(answer(nats.request("error", ""))).isEqualTo(INTERNAL + " {\"reason\":\"assertion\"}");
    }

    @Test
    void anErrorThatWasReturnedIsNoException() {
        assertThat(answer(nats.request("returned", ""))).isEqualTo("409:Returned {\"reason\":\"as a reply\"}");
    }

    @Test
    void aBeanOfAnotherScopeAnswersToo() {
        assertThat(nats.reply("prototype", "")).isEqualTo("by another one");
    }

    @Test
    void aBeanBehindAnInterfaceAnswersToo() {
        assertThat(nats.reply("guarded", "")).isEqualTo("behind an interface on guarded");
    }

    static class Counted {

        @NatsEndpoint
        String made(String good) {
            throw new ArithmeticException(good);
        }

        @NatsEndpoint
        String mapped(String payload) {
            throw new ArrayStoreException(payload);
        }

        @MessageExceptionHandler(ArithmeticException.class)
        Reply<String> good() {
            return Reply.of("good");
        }

        @MessageExceptionHandler(ArrayStoreException.class)
        @NatsResponseStatus(423)
        void locked() {}
    }

    @Test
    void theStatisticsShowWhatWasAnswered() {
        try (NatsContext counting = NatsContext.start(Counted.class)) {
            assertThat(counting.reply("made", "")).isEqualTo("good");
            assertThat(NatsContext.error(counting.request("mapped", ""))).isEqualTo("423:Locked");
            await().untilAsserted(() -> assertThat(counting.onlyService().endpoints().stream()
                            .map(Endpoint::stats)
                            .map(stats -> stats.name() + " " + stats.numRequests() + " " + stats.numErrors() + " "
                                    + stats.lastError()))
                    .containsExactly("made 1 0 ", "mapped 1 1 423:Locked"));
        }
    }
}
