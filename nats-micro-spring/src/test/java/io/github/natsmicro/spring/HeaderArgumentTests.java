// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;

class HeaderArgumentTests {

    private static NatsContext nats;

    static class Endpoints {

        @NatsEndpoint
        String one(@Header("Trace") String trace) {
            return trace;
        }

        @NatsEndpoint
        String optional(@Header(name = "Trace", required = false) @Nullable String trace) {
            return "trace " + trace;
        }

        @NatsEndpoint
        String defaulted(@Header(name = "Retries", defaultValue = "3") int retries) {
            return "retries " + retries;
        }

        @NatsEndpoint
        String several(@Header("Tag") List<String> tags) {
            return String.join("+", tags);
        }

        @NatsEndpoint
        String all(@org.springframework.messaging.handler.annotation.Headers Map<String, Object> headers) {
            Map<String, Object> sorted = new TreeMap<>(headers);
            sorted.keySet().removeIf(name -> !name.startsWith("X-"));
            return sorted.toString();
        }

        @NatsEndpoint
        String id(@Header("id") String id) {
            return id;
        }

        @NatsEndpoint
        String timestamp(@Header("timestamp") String timestamp) {
            return timestamp;
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

    private static Message request(String subject, Headers headers) throws Exception {
        return nats.client().request(subject, headers, new byte[0]).get(10, TimeUnit.SECONDS);
    }

    @Test
    void aHeaderIsAnArgument() throws Exception {
        assertThat(NatsContext.text(request("one", new Headers().put("Trace", "abc"))))
                .isEqualTo("abc");
    }

    @Test
    void aHeaderThatIsMissingIsTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("one", "")))
                .isEqualTo("400:The request can not be read: Trace is missing or not valid");
    }

    @Test
    void anOptionalHeaderMayBeMissing() {
        assertThat(nats.reply("optional", "")).isEqualTo("trace null");
    }

    @Test
    void aHeaderIsConvertedToTheParametersType() throws Exception {
        assertThat(NatsContext.text(request("defaulted", new Headers().put("Retries", "5"))))
                .isEqualTo("retries 5");
    }

    @Test
    void aHeaderMayHaveADefault() {
        assertThat(nats.reply("defaulted", "")).isEqualTo("retries 3");
    }

    @Test
    void aHeaderThatCanNotBeConvertedIsTheCallersMistake() throws Exception {
        assertThat(NatsContext.error(request("defaulted", new Headers().put("Retries", "many"))))
                .startsWith("400:");
    }

    @Test
    void aHeaderMayHaveSeveralValues() throws Exception {
        assertThat(NatsContext.text(request("several", new Headers().add("Tag", "a", "b"))))
                .isEqualTo("a+b");
    }

    @Test
    void allHeadersAreAMap() throws Exception {
        Headers headers = new Headers().put("X-One", "1").add("X-Two", "a", "b");
        assertThat(NatsContext.text(request("all", headers))).isEqualTo("{X-One=1, X-Two=[a, b]}");
    }

    @Test
    void aHeaderOfTheCallerMayBeNamedId() throws Exception {
        assertThat(NatsContext.text(request("id", new Headers().put("id", "42"))))
                .isEqualTo("42");
    }

    @Test
    void aHeaderOfTheCallerMayBeNamedTimestamp() throws Exception {
        assertThat(NatsContext.text(request("timestamp", new Headers().put("timestamp", "noon"))))
                .isEqualTo("noon");
    }

    @Test
    void aHeaderOfTheCallerDoesNotTakeThePlaceOfWhatSpringMessagingKeepsThere() throws Exception {
        assertThat(NatsContext.text(request("optional", new Headers().put("nativeHeaders", "mine"))))
                .isEqualTo("trace null");
    }
}
