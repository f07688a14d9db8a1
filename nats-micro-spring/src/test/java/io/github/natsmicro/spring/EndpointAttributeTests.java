// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.StringValueResolver;

/** What the attributes of {@code @NatsEndpoint} mean. */
class EndpointAttributeTests {

    static class Endpoints {

        @NatsEndpoint
        void plain() {}

        @NatsEndpoint(
                concurrency = "x",
                maxInFlight = "x",
                maxWaiting = "x",
                maxBytes = "x",
                timeout = "x",
                streaming = "x",
                codec = "x",
                produces = "x",
                queueGroupDisabled = "x",
                instanceOnly = "x",
                autoStartup = "x")
        void all() {}

        @NatsEndpoint(instanceOnly = "x")
        void instanceOnly() {}

        @NatsEndpoint(autoStartup = "x")
        void autoStartup() {}

        @NatsEndpoint(concurrency = "x")
        void concurrency() {}

        @NatsEndpoint(maxInFlight = "x")
        void maxInFlight() {}

        @NatsEndpoint(maxWaiting = "x")
        void maxWaiting() {}

        @NatsEndpoint(maxBytes = "x")
        void maxBytes() {}

        @NatsEndpoint(timeout = "x")
        void timeout() {}

        @NatsEndpoint(streaming = "x")
        void streaming() {}

        @NatsEndpoint(codec = "x")
        void codec() {}

        @NatsEndpoint(produces = "x")
        void produces() {}

        @NatsEndpoint(queueGroupDisabled = "x")
        void queueGroupDisabled() {}
    }

    /** The endpoint of a method where each {@code x} is resolved to a value. */
    private static EndpointDefinition read(String method, String value) {
        StringValueResolver values = text -> text.equals("x") ? value : text;
        Method found = Arrays.stream(Endpoints.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow();
        return new ContractReader(values).endpoints(Endpoints.class, found).get(0);
    }

    private static EndpointOptions options(String method, String value) {
        return read(method, value).options();
    }

    @ParameterizedTest
    @CsvSource({
        "parallel, PARALLEL",
        "ordered, ORDERED",
        "non-blocking, NON_BLOCKING",
        "NON_BLOCKING, NON_BLOCKING",
        "Non-Blocking, NON_BLOCKING",
        "' ORDERED ', ORDERED",
    })
    void concurrencyIsReadInAnyCase(String value, Concurrency concurrency) {
        assertThat(options("concurrency", value).concurrency()).isEqualTo(concurrency);
    }

    @Test
    void maxInFlightIsANumber() {
        assertThat(options("maxInFlight", "7").maxInFlight()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "12, 12", "-1, -1", "unlimited, -1", "UNLIMITED, -1"})
    void maxWaitingIsANumberOrUnlimited(String value, int maxWaiting) {
        assertThat(options("maxWaiting", value).maxWaiting()).isEqualTo(maxWaiting);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "512KB, 524288", "16MB, 16777216", "'2 GB', 2147483648", "-1, -1", "Unlimited, -1"})
    void maxBytesIsASizeOrUnlimited(String value, long maxBytes) {
        assertThat(options("maxBytes", value).maxBytes()).isEqualTo(maxBytes);
    }

    @ParameterizedTest
    @CsvSource({"5s, PT5S", "500ms, PT0.5S", "PT1S, PT1S", "250, PT0.25S", "1m30s, PT1M30S", "2h, PT2H"})
    void timeoutIsReadInTheStylesOfSpring(String value, Duration timeout) {
        assertThat(options("timeout", value).timeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "false, false", "'', false"})
    void streamingIsTrueOrFalse(String value, boolean streaming) {
        assertThat(read("streaming", value).streaming()).isEqualTo(streaming);
    }

    @Test
    void theCodecIsAName() {
        assertThat(read("codec", "compact").codec()).isEqualTo("compact");
    }

    @Test
    void producesIsAContentType() {
        assertThat(read("produces", "text/csv;charset=UTF-8").produces()).isEqualTo("text/csv;charset=UTF-8");
    }

    @Test
    void anEndpointMayHaveNoQueueGroup() {
        assertThat(options("queueGroupDisabled", "true").queueGroup()).isEqualTo(QueueGroup.none());
        assertThat(options("queueGroupDisabled", "false").queueGroup()).isEqualTo(QueueGroup.inherited());
    }

    @Test
    void anEndpointMayBeForOneInstance() {
        assertThat(options("instanceOnly", "true").instanceOnly()).isTrue();
        assertThat(options("instanceOnly", "true").queueGroup()).isEqualTo(QueueGroup.none());
        assertThat(options("instanceOnly", "false").instanceOnly()).isFalse();
    }

    @Test
    void anEndpointMayWaitToBeResumed() {
        assertThat(options("autoStartup", "false").autoStart()).isFalse();
        assertThat(options("autoStartup", "true").autoStart()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"plain, x", "all, ''"})
    void whatIsNotSaidIsTheEnginesDefault(String method, String value) {
        EndpointDefinition read = read(method, value);
        EndpointOptions defaults = EndpointOptions.defaults();
        assertThat(read.options()).usingRecursiveComparison().isEqualTo(defaults);
        assertThat(read.streaming()).isFalse();
        assertThat(read.codec()).isNull();
        assertThat(read.produces()).isNull();
    }
}
