// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Streams whose elements or whose sources fail with what is no exception, or where none is expected. */
@Timeout(30)
class BrokenElementTests {

    private static NatsContext nats;

    static class Broken {

        public String getText() {
            throw new NoClassDefFoundError("secret");
        }
    }

    static class Endpoints {

        final CountDownLatch cancelled = new CountDownLatch(1);

        @NatsEndpoint(streaming = "true")
        Flux<Object> element() {
            return Flux.<Object>just(new Broken()).publishOn(Schedulers.parallel());
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> fatal() {
            // Reactor tells no subscriber of such an error, but throws it at who asked.
            return Flux.range(1, 3).map(number -> {
                throw new NoClassDefFoundError("secret");
            });
        }

        @NatsEndpoint(streaming = "true")
        Flux<Reply<String>> silence() {
            return Flux.concat(Flux.just(Reply.<String>error(404, "No more")), Mono.<Reply<String>>never())
                    .doOnCancel(cancelled::countDown);
        }

        @NatsEndpoint(streaming = "true")
        Flow.Publisher<String> source() {
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                private int asked;

                @Override
                public void request(long n) {
                    if (asked++ > 0) {
                        throw new IllegalStateException("secret");
                    }
                    for (long i = 0; i < n; i++) {
                        subscriber.onNext("text");
                    }
                }

                @Override
                public void cancel() {}
            });
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static String last(String subject) throws InterruptedException {
        String inbox = nats.client().createInbox();
        var subscription = nats.client().subscribe(inbox);
        nats.client().publish(subject, inbox, new byte[0]);
        var message = subscription.nextMessage(Duration.ofSeconds(5));
        while (message != null && message.getData().length > 0) {
            message = subscription.nextMessage(Duration.ofSeconds(5));
        }
        subscription.unsubscribe();
        return message == null ? "nothing" : NatsContext.error(message);
    }

    @Test
    void anElementThatCanNotBeWrittenEndsTheStream() throws Exception {
        assertThat(last("element")).isEqualTo("500:Internal Server Error");
    }

    @Test
    void aSourceThatThrowsWhatIsFatalEndsTheStream() throws Exception {
        assertThat(last("fatal")).isEqualTo("500:Internal Server Error");
    }

    @Test
    void aSourceThatIsSilentBehindAnErrorIsCancelled() throws Exception {
        assertThat(last("silence")).isEqualTo("404:No more");
        assertThat(nats.context().getBean(Endpoints.class).cancelled.await(5, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void aSourceThatFailsWhenItIsAskedEndsTheStream() throws Exception {
        assertThat(last("source")).isEqualTo("500:Internal Server Error");
    }
}
