// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.contract.NatsExceptionHandler;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

class ErrorsBlackBoxTests {

    private static BlackBox box;

    @SuppressWarnings("serial") // never serialized
    @NatsResponseStatus(code = 410, description = "Gone for ever")
    static class GoneException extends RuntimeException {}

    @SuppressWarnings("serial") // never serialized
    static class SubGoneException extends GoneException {}

    @SuppressWarnings("serial") // never serialized
    @NatsResponseStatus(code = 422, showMessage = true)
    static class ShownException extends RuntimeException {
        ShownException() {
            super("shown");
        }
    }

    @SuppressWarnings("serial") // never serialized
    static class OwnServiceException extends ServiceException {
        OwnServiceException() {
            super(451, "Legal reasons");
        }
    }

    @NatsGroup("box.errors")
    static class Endpoints {

        @NatsEndpoint("throw.{kind}")
        String fail(@DestinationVariable String kind) throws Exception {
            throw failure(kind);
        }

        @NatsEndpoint("late.{kind}")
        CompletionStage<String> late(@DestinationVariable String kind) {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException(failure(kind));
            });
        }

        private static Exception failure(String kind) {
            return switch (kind) {
                case "service" -> new ServiceException(418, "Teapot");
                case "own" -> new OwnServiceException();
                case "gone" -> new GoneException();
                case "subgone" -> new SubGoneException();
                case "wrapped" -> new IllegalStateException(new GoneException());
                case "shown" -> new ShownException();
                case "status" -> new ResponseStatusException(HttpStatus.CONFLICT, "In use");
                case "statusbare" -> new ResponseStatusException(HttpStatus.NOT_FOUND);
                case "timeout" -> new TimeoutException("secret");
                case "local" -> new ArithmeticException("local");
                case "advised" -> new UnsupportedOperationException("advised");
                case "functional" -> new NumberFormatException("functional");
                case "both" -> new ArrayIndexOutOfBoundsException("both");
                case "recovered" -> new ArrayStoreException();
                case "optional" -> new ClassCastException();
                case "stage" -> new NegativeArraySizeException();
                case "failing" -> new SecurityException("secret");
                case "nobody" -> new EnumConstantNotPresentException(HttpStatus.class, "x");
                case "message" -> new java.io.IOException("text");
                case "newline" -> new ServiceException(400, "a\r\nNats-Service-Error: b\u00e9");
                default -> new Exception("secret of a checked one");
            };
        }

        @MessageExceptionHandler
        @NatsResponseStatus(code = 422, description = "Local")
        Map<String, String> local(ArithmeticException ex, Request request, @DestinationVariable String kind) {
            return Map.of("kind", kind, "subject", request.subject());
        }

        @MessageExceptionHandler
        Reply<String> both(ArrayIndexOutOfBoundsException ex) {
            return Reply.error(409, "Bean");
        }

        @MessageExceptionHandler
        Reply<String> recovered(ArrayStoreException ex) {
            return Reply.of("recovered");
        }

        @MessageExceptionHandler
        @NatsResponseStatus(code = 423, description = "Optional")
        Optional<String> optional(ClassCastException ex) {
            return Optional.of("body");
        }

        @MessageExceptionHandler
        CompletionStage<Reply<String>> stage(NegativeArraySizeException ex) {
            return CompletableFuture.supplyAsync(() -> Reply.error(424, "Stage"));
        }

        @MessageExceptionHandler
        String failing(SecurityException ex) {
            throw new IllegalStateException("a handler that fails");
        }

        @MessageExceptionHandler(EnumConstantNotPresentException.class)
        @NatsResponseStatus(code = 425, description = "No body")
        void nobody() {}

        @MessageExceptionHandler
        @NatsResponseStatus(426)
        String message(java.io.IOException ex) {
            return "body of " + ex.getMessage();
        }
    }

    @NatsEndpointAdvice
    static class Advice {

        @MessageExceptionHandler
        Reply<String> advised(UnsupportedOperationException ex) {
            return Reply.<String>error(501, "Advised").body("body");
        }

        @MessageExceptionHandler
        Reply<String> both(ArrayIndexOutOfBoundsException ex) {
            return Reply.error(409, "Advice");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Handlers {

        @Bean
        @Order(2)
        NatsExceptionHandler second() {
            return (failure, request) -> failure instanceof NumberFormatException ? Reply.error(499, "Second") : null;
        }

        @Bean
        @Order(1)
        NatsExceptionHandler first() {
            return (failure, request) -> failure instanceof NumberFormatException
                    ? Reply.error(498, "First")
                    : failure instanceof UnsupportedOperationException ? Reply.error(497, "Too early") : null;
        }
    }

    record Line(@NotBlank String sku, @Min(1) @Max(1000) int quantity) {}

    record NewOrder(
            @NotNull @Size(min = 2) String customer,
            @Valid @NotEmpty List<Line> lines) {}

    interface Strict {}

    @SuppressWarnings("MultipleNullnessAnnotations") // what the constraint is to refuse
    record Grouped(
            @NotNull(groups = Strict.class) @Nullable String name,
            @NotNull @Nullable String other) {}

    @NatsGroup("box.valid")
    static class Valids {

        @NatsEndpoint
        String order(@Valid NewOrder order) {
            return "ok";
        }

        @NatsEndpoint
        String validated(@Validated NewOrder order) {
            return "ok";
        }

        @NatsEndpoint
        String grouped(@Validated(Strict.class) Grouped grouped) {
            return "ok";
        }

        @NatsEndpoint
        String lines(List<@Valid Line> lines) {
            return "ok";
        }

        @NatsEndpoint
        String validLines(@Valid @NotEmpty List<Line> lines) {
            return "ok";
        }

        @NatsEndpoint("header")
        String header(@Header("Limit") @Max(10) int limit) {
            return "ok";
        }

        @NatsEndpoint("var.{id}")
        String variable(@DestinationVariable @Size(max = 3) String id) {
            return "ok";
        }

        @NatsEndpoint
        String text(@NotBlank @Size(max = 5) String text) {
            return "ok";
        }

        @NatsEndpoint
        @Valid
        Line result(String sku) {
            return new Line(sku, 1);
        }

        @NatsEndpoint
        CompletionStage<String> later(@Valid Line line) {
            return CompletableFuture.completedFuture("ok");
        }

        @NatsEndpoint
        String optional(Optional<@Valid Line> line) {
            return "ok";
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(Endpoints.class, Advice.class, Handlers.class, Valids.class);
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    @ParameterizedTest
    @CsvSource({
        "service,418:Teapot,",
        "own,451:Legal reasons,",
        "gone,410:Gone for ever,",
        "subgone,410:Gone for ever,",
        "wrapped,410:Gone for ever,",
        "shown,422:shown,",
        "timeout,504:,",
        "local,422:Local,'{\"kind\":\"local\",\"subject\":\"box.errors.throw.local\"}'",
        "both,409:Bean,",
        "advised,501:Advised,body",
        "functional,498:First,",
        "optional,423:Optional,body",
        "stage,424:Stage,",
        "nobody,425:No body,",
        "message,426:,body of text",
        "failing,500:,",
        "checked,500:,"
    })
    void answersAnException(String kind, String error, @Nullable String body) {
        String subject = "box.errors.throw." + kind;
        long before = box.stats("fail").get("num_errors").asLong();
        Message reply = box.ask(subject, "");
        assertThat(BlackBox.error(reply)).startsWith(error).doesNotContain("secret");
        if (body == null) {
            assertThat(reply.getData()).isEmpty();
        } else {
            assertThat(BlackBox.text(reply).replace(" ", ""))
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEqualTo(body.replace(" ", "")),
                            text -> assertThat(text).contains("\"kind\":\"" + kind + "\"", subject));
        }
        await().untilAsserted(() -> {
            assertThat(box.stats("fail").get("num_errors").asLong()).isEqualTo(before + 1);
            assertThat(box.stats("fail").get("last_error").asString()).isEqualTo(BlackBox.error(reply));
        });
    }

    @Test
    void answersAnErrorResponseWithItsProblem() {
        Message reply = box.ask("box.errors.throw.status", "");
        assertThat(BlackBox.error(reply)).isEqualTo("409:In use");
        assertThat(BlackBox.json(reply).get("detail").asString()).isEqualTo("In use");
        assertThat(BlackBox.error(box.ask("box.errors.throw.statusbare", ""))).isEqualTo("404:Not Found");
    }

    @Test
    void countsNoErrorWhereAHandlerRecovers() {
        assertThat(box.answer("box.errors.throw.recovered", "")).isEqualTo("recovered");
    }

    @Test
    void makesAnyDescriptionSafe() {
        Message reply = box.ask("box.errors.throw.newline", "");
        assertThat(reply.getHeaders().get("Nats-Service-Error")).hasSize(1);
        assertThat(BlackBox.error(reply)).startsWith("400:a").doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"service,418:Teapot", "gone,410:Gone for ever", "local,422:Local", "functional,500:"})
    void answersTheCauseOfAFailureThatComesLater(String kind, String error) {
        assertThat(BlackBox.error(box.ask("box.errors.late." + kind, ""))).startsWith(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "order;{\"customer\":\"a\",\"lines\":[{\"sku\":\"\",\"quantity\":0}]};customer,lines[0].quantity,lines[0].sku",
                "order;{};customer,lines",
                "validated;{};customer,lines",
                "grouped;{};name",
                "lines;[{\"sku\":\"a\",\"quantity\":1},{\"sku\":\"a\",\"quantity\":0}];[1].quantity",
                "validLines;[{\"sku\":\"a\",\"quantity\":0}];[0].quantity",
                "validLines;[];``",
                "text;toolong;``",
                "text;``;``",
                "var.long;``;id",
                "later;{\"sku\":\"a\",\"quantity\":0};quantity",
                "optional;{\"sku\":\"a\",\"quantity\":0};quantity"
            })
    void namesEachFieldThatIsNotValid(String endpoint, String payload, String fields) {
        Message reply = box.ask("box.valid." + endpoint, payload);
        assertThat(BlackBox.error(reply)).startsWith("400:").hasSizeLessThan(120);
        assertThat(BlackBox.text(reply)).doesNotContain("io.github").doesNotContain("java");
        List<String> found = BlackBox.json(reply)
                .get("errors")
                .valueStream()
                .map(violation -> violation.get("field").asString())
                .distinct()
                .sorted()
                .toList();
        assertThat(String.join(",", found)).isEqualTo(fields);
        for (JsonNode violation : BlackBox.json(reply).get("errors")) {
            assertThat(violation.get("message").asString()).isNotBlank();
            assertThat(violation.get("code").asString()).matches("[A-Z][A-Za-z]+");
        }
    }

    @Test
    void namesAHeaderThatIsNotValid() {
        Message reply = box.ask("box.valid.header", "", "Limit", "11");
        assertThat(BlackBox.json(reply).get("errors").get(0).get("field").asString())
                .isIn("Limit", "limit");
        assertThat(box.answer("box.valid.header", "", "Limit", "10")).isEqualTo("ok");
    }

    @Test
    void blamesTheServiceForAResultThatIsNotValid() {
        assertThat(box.answer("box.valid.result", "a")).isEqualTo("{\"sku\":\"a\",\"quantity\":1}");
        assertThat(box.answer("box.valid.result", " ")).startsWith("500:");
    }

    @Test
    void acceptsWhatIsValid() {
        assertThat(box.answer(
                        "box.valid.order",
                        "{\"customer\":\"ab\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}],\"more\":1}"))
                .isEqualTo("ok");
        assertThat(box.answer("box.valid.grouped", "{\"name\":\"a\"}")).isEqualTo("ok");
        assertThat(box.answer("box.valid.optional", "")).isEqualTo("ok");
    }
}
