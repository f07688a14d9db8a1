// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** An error is told in any case, and so is its body where any codec can write it. */
class ErrorBodyTests {

    private static final String PROBLEM = "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"No line\"}";

    private static NatsContext nats;

    record Line(String text) {}

    record Other(String text) {}

    static class Unwritable {

        public String getText() {
            throw new IllegalStateException("secret");
        }
    }

    /** Writes lines and nothing else. */
    static class LineCodec implements PayloadCodec {

        @Override
        public byte[] encode(@Nullable Object value) {
            if (value instanceof Line line) {
                return ("line:" + line.text()).getBytes(StandardCharsets.UTF_8);
            }
            throw new PayloadCodecException("Only lines can be written.", null);
        }

        @Override
        public Object decode(byte[] data, Type type) {
            return new Line(new String(data, StandardCharsets.UTF_8));
        }

        @Override
        public List<String> contentTypes() {
            return List.of("application/x-line");
        }

        @Override
        public boolean supports(Type type) {
            return type == Line.class;
        }
    }

    static class Endpoints {

        @NatsEndpoint(codec = "lines", produces = "application/x-line")
        Reply<?> line(String kind) {
            return switch (kind) {
                case "good" -> Reply.of(new Line("good"));
                case "line" -> Reply.error(409, "Conflict").body(new Line("bad"));
                case "other" -> Reply.error(409, "Conflict").body(new Other("bad"));
                case "unwritable" -> Reply.error(409, "Conflict").body(new Unwritable());
                default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No line");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Codecs {

        @Bean
        PayloadCodec lines() {
            return new LineCodec();
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Codecs.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static String line(String kind, String... headers) throws Exception {
        Headers all = new Headers();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        Message reply = nats.client()
                .request("line", all, kind.getBytes(StandardCharsets.UTF_8))
                .get(10, TimeUnit.SECONDS);
        return NatsContext.error(reply) + " " + NatsContext.text(reply) + " "
                + NatsContext.header(reply, "Content-Type");
    }

    @Test
    void theEndpointsCodecWritesWhatItCan() throws Exception {
        assertThat(line("good")).isEqualTo(" line:good application/x-line");
        assertThat(line("line")).isEqualTo("409:Conflict line:bad application/x-line");
    }

    @Test
    void theDefaultCodecWritesTheRestAndSaysSo() throws Exception {
        assertThat(line("other")).isEqualTo("409:Conflict {\"text\":\"bad\"} application/json");
        assertThat(line("problem")).isEqualTo("404:No line " + PROBLEM + " application/json");
    }

    @Test
    void theCallersWishIsNoReasonToLeaveItOut() throws Exception {
        assertThat(line("problem", "Accept", "application/x-line"))
                .isEqualTo("404:No line " + PROBLEM + " application/json");
        assertThat(line("problem", "Accept", "nonsense")).isEqualTo("404:No line " + PROBLEM + " application/json");
    }

    @Test
    void aBodyThatNobodyWritesIsLeftOut() throws Exception {
        assertThat(line("unwritable")).isEqualTo("409:Conflict  ");
    }
}
