// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.client.Requester;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;

/** Exceptions that are answered without a handler: annotated ones, the engine's, and those of Spring and the libraries. */
class KnownErrorTests {

    private static NatsContext nats;

    @NatsResponseStatus(404)
    static class NotThere extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotThere() {
            super("secret");
        }
    }

    static class NotThereEither extends NotThere {

        private static final long serialVersionUID = 1L;
    }

    @Retention(RetentionPolicy.RUNTIME)
    @NatsResponseStatus(code = 402, description = "Pay ${bank} first")
    @interface Unpaid {}

    @Unpaid
    static class NoMoney extends Exception {

        private static final long serialVersionUID = 1L;
    }

    @NatsResponseStatus(code = 409, showMessage = true)
    static class Shown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Shown(String message) {
            super(message);
        }
    }

    @NatsResponseStatus(code = 410, description = "error.gone")
    static class Translated extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @NatsResponseStatus(699)
    static class OwnCode extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static class Hostile extends ServiceException {

        private static final long serialVersionUID = 1L;

        Hostile() {
            super(400, "hostile");
        }

        @Override
        public int code() {
            throw new IllegalStateException("secret");
        }
    }

    record Order(String sku) {}

    static class Endpoints {

        private final Connection connection;

        Endpoints(Connection connection) {
            this.connection = connection;
        }

        @NatsEndpoint
        String fail(String kind) throws Exception {
            throw failure(kind);
        }

        @NatsEndpoint
        Object downstream(String subject) {
            return Requester.on(connection)
                    .timeout(Duration.ofMillis(200))
                    .request(subject, new byte[0])
                    .getData();
        }

        @NatsEndpoint
        CompletableFuture<String> waits() {
            return new CompletableFuture<String>().orTimeout(10, TimeUnit.MILLISECONDS);
        }

        @NatsEndpoint
        String read(Order order) {
            return order.sku();
        }

        @NatsEndpoint
        Order write() {
            return new Order("tea");
        }

        private static Exception failure(String kind) {
            return switch (kind) {
                case "annotated" -> new NotThere();
                case "inherited" -> new NotThereEither();
                case "meta" -> new NoMoney();
                case "cause" -> new IllegalStateException("secret", new NotThere());
                case "shown" -> new Shown("Shown on purpose");
                case "notShown" -> new Shown("");
                case "translated" -> new Translated();
                case "own" -> new OwnCode();
                case "service" ->
                    new ServiceException(418, "Teapot")
                            .withBody("body".getBytes(StandardCharsets.UTF_8))
                            .withHeaders(new Headers().add("Tea", "green", "black"));
                case "serviceCause" -> new IllegalStateException("secret", new ServiceException(418, "Teapot"));
                case "hostile" -> new Hostile();
                case "status" -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such order");
                case "bareStatus" -> new ResponseStatusException(HttpStatus.CONFLICT);
                case "problem" -> new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT, problem(), null);
                case "timeout" -> new TimeoutException("secret");
                case "wrappedTimeout" -> new ExecutionException("secret", new TimeoutException("secret"));
                case "rejected" -> new RejectedExecutionException("secret");
                case "taskRejected" -> new TaskRejectedException("secret");
                case "conversion" -> conversion();
                default -> new IllegalStateException("secret");
            };
        }

        private static ProblemDetail problem() {
            ProblemDetail problem = ProblemDetail.forStatus(422);
            problem.setType(URI.create("https://example.com/problems/stock"));
            problem.setTitle("Out of stock");
            problem.setProperty("left", 2);
            return problem;
        }

        private static Exception conversion() {
            try {
                return new IllegalStateException(String.valueOf(
                        DefaultConversionService.getSharedInstance().convert("x", Integer.class)));
            } catch (RuntimeException ex) {
                return ex;
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Messages {

        @Bean
        StaticMessageSource messageSource() {
            StaticMessageSource messages = new StaticMessageSource();
            messages.addMessage("error.gone", Locale.getDefault(), "It's gone for good");
            return messages;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Map.of("bank", "First Bank"), Endpoints.class, Messages.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static Message fail(String kind) {
        return nats.request("fail", kind);
    }

    @ParameterizedTest
    @CsvSource({
        "annotated, 404:Not Found",
        "inherited, 404:Not Found",
        "meta, 402:Pay First Bank first",
        "cause, 404:Not Found",
        "shown, 409:Shown on purpose",
        "notShown, 409:Conflict",
        "translated, 410:It's gone for good",
        "own, 699:Error 699"
    })
    void anAnnotationMakesTheError(String kind, String error) {
        assertThat(NatsContext.error(fail(kind))).isEqualTo(error);
        assertThat(fail(kind).getData()).isEmpty();
    }

    @Test
    void theEnginesExceptionIsAnsweredWithAllThatItHas() {
        Message reply = fail("service");
        assertThat(NatsContext.error(reply)).isEqualTo("418:Teapot");
        assertThat(NatsContext.text(reply)).isEqualTo("body");
        assertThat(reply.getHeaders().get("Tea")).containsExactly("green", "black");
    }

    @Test
    void theEnginesExceptionCountsAsACauseToo() {
        assertThat(NatsContext.error(fail("serviceCause"))).isEqualTo("418:Teapot");
    }

    @Test
    void anExceptionThatDoesNotTellItsCodeIsANeutralError() {
        assertThat(NatsContext.error(fail("hostile"))).isEqualTo("500:Internal Server Error");
    }

    @Test
    void anErrorResponseGivesStatusAndProblem() {
        assertThat(NatsContext.error(fail("status"))).isEqualTo("404:No such order");
        assertThat(NatsContext.text(fail("status")))
                .isEqualTo("{\"title\":\"Not Found\",\"status\":404,\"detail\":\"No such order\"}");
        assertThat(NatsContext.error(fail("bareStatus"))).isEqualTo("409:Conflict");
        assertThat(NatsContext.error(fail("problem"))).isEqualTo("422:Out of stock");
        assertThat(NatsContext.text(fail("problem")))
                .isEqualTo("{\"type\":\"https://example.com/problems/stock\",\"title\":\"Out of stock\","
                        + "\"status\":422,\"left\":2}");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, 504:Gateway Timeout",
        "wrappedTimeout, 504:Gateway Timeout",
        "rejected, 503:Service Unavailable",
        "taskRejected, 503:Service Unavailable",
        "conversion, 500:Internal Server Error",
        "other, 500:Internal Server Error"
    })
    void exceptionsOfLibrariesAreKnown(String kind, String error) {
        assertThat(NatsContext.error(fail(kind))).isEqualTo(error);
        assertThat(fail(kind).getData()).isEmpty();
    }

    @Test
    void aTimeoutOfAStageIsKnown() {
        assertThat(NatsContext.error(nats.request("waits", ""))).isEqualTo("504:Gateway Timeout");
    }

    @Test
    void aServiceThatIsNotThereMakesThisOneUnavailable() {
        assertThat(NatsContext.error(nats.request("downstream", "nobody.listens")))
                .isEqualTo("503:Service Unavailable");
    }

    @Test
    void aServiceThatDoesNotAnswerIsATimeout() {
        var silent = nats.client().subscribe("silent");
        try {
            assertThat(NatsContext.error(nats.request("downstream", "silent"))).isEqualTo("504:Gateway Timeout");
        } finally {
            silent.unsubscribe();
        }
    }

    @Test
    void anErrorOfAnotherServiceIsNotOurs() {
        assertThat(NatsContext.error(nats.request("downstream", "fail"))).isEqualTo("500:Internal Server Error");
    }

    private static Message request(String subject, String header, String value) throws Exception {
        return nats.client()
                .request(
                        subject, new Headers().put(header, value), "{\"sku\":\"tea\"}".getBytes(StandardCharsets.UTF_8))
                .get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"text/csv", "nonsense"})
    void aContentTypeThatNobodyReadsIsUnsupported(String contentType) throws Exception {
        assertThat(NatsContext.error(request("read", "Content-Type", contentType)))
                .isEqualTo("415:Unsupported Media Type");
    }

    @ParameterizedTest
    @CsvSource({"text/csv", "nonsense"})
    void aContentTypeThatNobodyWritesIsNotAcceptable(String accept) throws Exception {
        assertThat(NatsContext.error(request("write", "Accept", accept))).isEqualTo("406:Not Acceptable");
    }

    @Test
    void aProblemIsToldEvenIfTheCallerDoesNotAcceptIt() throws Exception {
        Message reply = nats.client()
                .request("fail", new Headers().put("Accept", "text/csv"), "status".getBytes(StandardCharsets.UTF_8))
                .get(10, TimeUnit.SECONDS);
        assertThat(NatsContext.error(reply)).isEqualTo("404:No such order");
        assertThat(NatsContext.header(reply, "Content-Type")).isEqualTo("application/json");
        assertThat(NatsContext.text(reply)).contains("\"detail\":\"No such order\"");
    }
}
