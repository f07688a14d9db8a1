// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.ProtobufPayloadCodec;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which codec reads and writes a payload, and when a reply says what it is. */
class ContentTypeTests {

    private static NatsContext nats;

    record Item(String sku) {}

    record Secret(String text) {}

    /** Items as {@code item:sku}. */
    static class LineCodec implements PayloadCodec {

        @Override
        public byte[] encode(@Nullable Object value) {
            return ("item:" + (value instanceof Item item ? item.sku() : value)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] data, Type type) {
            return new Item(new String(data, StandardCharsets.UTF_8).substring("item:".length()));
        }

        @Override
        public List<String> contentTypes() {
            return List.of("application/x-line", "application/*+line");
        }
    }

    /** A codec for one type only. */
    static class SecretCodec implements PayloadCodec {

        @Override
        public byte[] encode(@Nullable Object value) {
            return String.valueOf(value).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] data, Type type) {
            return new Secret("read " + data.length);
        }

        @Override
        public List<String> contentTypes() {
            return List.of("application/x-secret");
        }

        @Override
        public boolean supports(Type type) {
            return type == Secret.class;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Codecs {

        @Bean
        LineCodec line() {
            return new LineCodec();
        }

        @Bean
        ProtobufPayloadCodec protobuf() {
            return new ProtobufPayloadCodec();
        }

        @Bean
        SecretCodec secret() {
            return new SecretCodec();
        }
    }

    static class Endpoints {

        @NatsEndpoint
        byte[] echo(byte[] payload) {
            return payload;
        }

        @NatsEndpoint
        String text(String payload) {
            return payload;
        }

        @NatsEndpoint
        Item item(Item item) {
            return item;
        }

        @NatsEndpoint
        Secret secret(Secret secret) {
            return secret;
        }

        @NatsEndpoint
        StringValue protobuf(StringValue value) {
            return StringValue.of(value.getValue() + "!");
        }

        @NatsEndpoint(produces = "application/json")
        Item declared(Item item) {
            return item;
        }

        @NatsEndpoint(produces = "application/x-line")
        Item declaredLine(Item item) {
            return item;
        }

        @NatsEndpoint(codec = "line")
        Item byName(Item item) {
            return item;
        }

        @NatsEndpoint(codec = "application/x-line")
        Item byContentType(Item item) {
            return item;
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

    private static Message request(String subject, @Nullable String contentType, @Nullable String accept, String body) {
        Headers headers = new Headers();
        if (contentType != null) {
            headers.put("Content-Type", contentType);
        }
        if (accept != null) {
            headers.put("Accept", accept);
        }
        return nats.request(subject, headers, body);
    }

    @Test
    void aPlainEchoHasNoHeaders() {
        assertThat(nats.request("echo", "text").hasHeaders()).isFalse();
        assertThat(nats.request("text", "text").hasHeaders()).isFalse();
        assertThat(nats.request("item", "{\"sku\":\"tea\"}").hasHeaders()).isFalse();
    }

    @Test
    void whatTheCallerSentIsReadByTheCodecForIt() {
        Message reply = request("item", "application/x-line", null, "item:tea");
        assertThat(NatsContext.text(reply)).isEqualTo("item:tea");
        assertThat(reply.hasHeaders()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                            | {\"sku\":\"tea\"} | application/json",
                "application/vnd.acme+json                   | {\"sku\":\"tea\"} | application/vnd.acme+json",
                "application/x-line                          | item:tea          | application/x-line",
                "application/x-line;q=0.5, application/json  | {\"sku\":\"tea\"} | application/json",
                "application/x-line, application/json;q=0.5  | item:tea          | application/x-line",
                "text/html, application/x-line               | item:tea          | application/x-line",
                "*/*                                         | {\"sku\":\"tea\"} | application/json",
                "application/*                               | {\"sku\":\"tea\"} | application/json",
                "*/*, application/x-line                     | item:tea          | application/x-line",
                "application/json;q=0, */*                   | item:tea          | application/x-line",
            })
    void theReplyIsWhatTheCallerAcceptsAndSaysSo(String accept, String body, String contentType) {
        Message reply = request("item", null, accept, "{\"sku\":\"tea\"}");
        assertThat(NatsContext.text(reply)).isEqualTo(body);
        assertThat(NatsContext.header(reply, "Content-Type")).isEqualTo(contentType);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml, image/*", "nonsense", "application/json;q=0"})
    void whatNobodyCanWriteIsNotAcceptable(String accept) {
        assertThat(NatsContext.error(request("item", null, accept, "{\"sku\":\"tea\"}")))
                .startsWith("406:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "nonsense"})
    void whatNobodyCanReadIsAnUnsupportedType(String contentType) {
        assertThat(NatsContext.error(request("item", contentType, null, "{\"sku\":\"tea\"}")))
                .startsWith("415:");
    }

    @Test
    void whatAnEndpointDeclaresIsWhatItSendsWhateverItWasSent() {
        Message json = request("declared", "application/x-line", null, "item:tea");
        assertThat(NatsContext.text(json)).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(NatsContext.header(json, "Content-Type")).isEqualTo("application/json");

        Message line = request("declaredLine", null, null, "{\"sku\":\"tea\"}");
        assertThat(NatsContext.text(line)).isEqualTo("item:tea");
        assertThat(NatsContext.header(line, "Content-Type")).isEqualTo("application/x-line");
    }

    @Test
    void headersAreFoundInAnyCase() {
        Message reply = nats.request(
                "item", new Headers().put("content-type", "application/x-line").put("accept", "*/*"), "item:tea");
        assertThat(NatsContext.text(reply)).isEqualTo("item:tea");
    }

    @Test
    void anEmptyHeaderSaysNothing() {
        Message reply = request("item", "", " ", "{\"sku\":\"tea\"}");
        assertThat(NatsContext.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(reply.hasHeaders()).isFalse();
    }

    @Test
    void bytesAndTextAreWhatTheCallerTakesThemFor() {
        assertThat(NatsContext.header(request("echo", null, "*/*", "x"), "Content-Type"))
                .isEqualTo("application/octet-stream");
        assertThat(NatsContext.header(request("text", null, "*/*", "x"), "Content-Type"))
                .isEqualTo("text/plain;charset=UTF-8");
        assertThat(NatsContext.header(request("echo", null, "image/png", "x"), "Content-Type"))
                .isEqualTo("image/png");
    }

    @Test
    void aTextIsReadInTheCharsetThatItSays() {
        Message reply = nats.request("text", "Gr\u00fc\u00dfe");
        assertThat(NatsContext.text(reply)).isEqualTo("Grüße");
        byte[] latin1 = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        Headers headers = new Headers().put("Content-Type", "text/plain;charset=ISO-8859-1");
        assertThat(NatsContext.text(nats.request("text", headers, latin1))).isEqualTo("Grüße");
    }

    @Test
    void anEndpointThatDeclaresItsTypeSaysSoToAll() {
        Message reply = nats.request("declared", "{\"sku\":\"tea\"}");
        assertThat(NatsContext.header(reply, "Content-Type")).isEqualTo("application/json");
    }

    @Test
    void anEndpointMayNameItsCodec() {
        assertThat(nats.reply("byName", "item:tea")).isEqualTo("item:tea");
        assertThat(nats.reply("byContentType", "item:tea")).isEqualTo("item:tea");
        assertThat(nats.request("byName", "item:tea").hasHeaders()).isFalse();
    }

    @Test
    void theCallerMayWantAnotherThanTheEndpointNames() {
        Message reply = request("byName", "application/json", "application/json", "{\"sku\":\"tea\"}");
        assertThat(NatsContext.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
    }

    @Test
    void aCodecForCertainTypesComesFirstForThem() {
        assertThat(nats.reply("secret", "abc")).isEqualTo("SECRET[TEXT=READ 3]");
    }

    @Test
    void protocolBuffersAreReadAndWrittenByTheirType() throws Exception {
        Message reply =
                nats.request("protobuf", new Headers(), StringValue.of("tea").toByteArray());
        assertThat(StringValue.parseFrom(reply.getData()).getValue()).isEqualTo("tea!");
        assertThat(reply.hasHeaders()).isFalse();
    }

    @Test
    void anEmptyPayloadIsTheDefaultOfAProtocolBuffer() throws Exception {
        Message reply = nats.request("protobuf", "");
        assertThat(StringValue.parseFrom(reply.getData()).getValue()).isEqualTo("!");
    }

    @Test
    void bytesThatAreNoProtocolBufferAreABadRequest() {
        assertThat(NatsContext.error(nats.request("protobuf", new Headers(), new byte[] {-1, -1, -1})))
                .startsWith("400:");
    }

    @Test
    void anErrorSaysWhatItsBodyIsToo() {
        Message reply = request("item", null, "text/html", "{}");
        assertThat(reply.getHeaders().containsKey("Nats-Service-Error")).isTrue();
        assertThat(reply.getData()).isEmpty();
    }
}
