// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** What is logged of exceptions, at which level. */
class ExceptionLogTests {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.github.natsmicro");
    private static final Recorder LOG = new Recorder();

    private static NatsContext nats;

    static final class Recorder extends AppenderBase<ILoggingEvent> {

        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            String thrown = event.getThrowableProxy() == null
                    ? ""
                    : " " + event.getThrowableProxy().getMessage();
            if (!event.getFormattedMessage().startsWith("Started")) {
                lines.add(event.getLevel() + " " + event.getFormattedMessage() + thrown);
            }
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String fail(String kind) throws Exception {
            throw switch (kind) {
                case "good" -> new ArithmeticException("zero");
                case "bad" -> new IllegalArgumentException("bad");
                case "broken" -> new IllegalStateException("original");
                case "again" -> new UnsupportedOperationException("again");
                case "timeout" -> new TimeoutException("late");
                case "declared" -> new ServiceException(503, "Out of tea");
                default -> new IllegalMonitorStateException("unknown");
            };
        }

        @MessageExceptionHandler(ArithmeticException.class)
        Reply<String> good() {
            return Reply.of("good");
        }

        @MessageExceptionHandler(IllegalArgumentException.class)
        Reply<String> bad() {
            return Reply.error(422, "Bad");
        }

        @MessageExceptionHandler(IllegalStateException.class)
        void broken() {
            throw new NullPointerException("in the handler");
        }

        @MessageExceptionHandler
        void again(UnsupportedOperationException ex) {
            throw ex;
        }
    }

    @Scope("prototype")
    static class NotCreatable {

        NotCreatable() {
            throw new IllegalStateException("no bean");
        }

        @NatsEndpoint
        String create() {
            return "never";
        }

        @MessageExceptionHandler(Exception.class)
        Reply<String> never() {
            return Reply.of("never");
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class, NotCreatable.class);
        LOG.start();
        LOGGER.addAppender(LOG);
        LOGGER.setLevel(Level.DEBUG);
        LOGGER.setAdditive(false);
    }

    @AfterAll
    static void stop() {
        LOGGER.detachAppender(LOG);
        LOGGER.setLevel(null);
        LOGGER.setAdditive(true);
        nats.close();
    }

    @BeforeEach
    void forget() {
        LOG.lines.clear();
    }

    private static String fail(String kind) {
        return NatsContext.error(nats.request("fail", kind));
    }

    /** A request is logged after its answer is sent; that of a declared error is not logged, and so the last is over. */
    private static void assertLogged(String... lines) {
        await().untilAsserted(() -> assertThat(LOG.lines).containsExactly(lines));
    }

    @Test
    void anUnknownExceptionIsLoggedAsAnError() {
        assertThat(fail("unknown")).isEqualTo("500:Internal Server Error");
        assertLogged("ERROR The handler of endpoint \"fail\" failed on subject \"fail\". unknown");
    }

    @Test
    void whatIsAnsweredWithACallersErrorIsForDebugging() {
        assertThat(fail("bad")).isEqualTo("422:Bad");
        assertLogged("DEBUG Endpoint \"fail\" answered with an error on subject \"fail\". 422:Bad");
    }

    @Test
    void whatIsAnsweredWithAnErrorOfOursIsAWarning() {
        assertThat(fail("timeout")).isEqualTo("504:Gateway Timeout");
        assertLogged("WARN Endpoint \"fail\" answered with an error on subject \"fail\". 504:Gateway Timeout");
    }

    @Test
    void whatIsMadeGoodAndWhatIsDeclaredIsNotLogged() {
        assertThat(fail("good")).isEmpty();
        assertThat(fail("declared")).isEqualTo("503:Out of tea");
        assertThat(fail("bad")).isEqualTo("422:Bad");
        assertLogged("DEBUG Endpoint \"fail\" answered with an error on subject \"fail\". 422:Bad");
    }

    @Test
    void aHandlerThatFailsIsLoggedWithWhatItWasToAnswer() {
        assertThat(fail("broken")).isEqualTo("500:Internal Server Error");
        assertLogged(
                "WARN The exception handler of bean \"exceptionLogTests.Endpoints\" failed itself with an exception that it"
                        + " was to answer. Others are asked. in the handler",
                "WARN It was to answer this. original",
                "ERROR The handler of endpoint \"fail\" failed on subject \"fail\". original");
    }

    @Test
    void aHandlerThatThrowsTheSameAgainIsNotLogged() {
        assertThat(fail("again")).isEqualTo("500:Internal Server Error");
        assertLogged("ERROR The handler of endpoint \"fail\" failed on subject \"fail\". again");
    }

    @Test
    void aBeanThatCanNotBeCreatedIsNotAskedForItsHandlers() {
        assertThat(NatsContext.error(nats.request("create", ""))).isEqualTo("500:Internal Server Error");
        await().untilAsserted(() -> assertThat(LOG.lines).isNotEmpty());
        assertThat(LOG.lines).singleElement().asString().startsWith("ERROR The handler of endpoint \"create\" failed");
    }
}
