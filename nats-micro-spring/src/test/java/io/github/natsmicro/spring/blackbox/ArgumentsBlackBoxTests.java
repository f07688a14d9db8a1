// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

class ArgumentsBlackBoxTests {

    private static BlackBox box;

    enum Size {
        SMALL,
        LARGE
    }

    record Part(String sku, Size size) {}

    record Order(UUID id, LocalDate day, Instant at, List<Part> parts, Map<String, Integer> counts) {}

    static class Pojo {
        public String name = "";
        public int age;
    }

    abstract static class Base<T, R> {

        @NatsEndpoint("typed")
        R typed(T value, @Header(name = "X", required = false) @Nullable String x) {
            return handle(value);
        }

        @NatsEndpoint("listed")
        String listed(List<T> values) {
            return values.isEmpty() ? "none" : values.get(0).getClass().getSimpleName() + values.size();
        }

        abstract R handle(T value);
    }

    @NatsGroup("box.generic")
    static class Generic extends Base<Part, Size> {
        @Override
        Size handle(Part value) {
            return value.size();
        }
    }

    @NatsGroup("box.arguments")
    static class Endpoints {

        @NatsEndpoint
        Order order(Order order) {
            return order;
        }

        @NatsEndpoint
        String pojo(Pojo pojo) {
            return pojo.name + pojo.age;
        }

        @NatsEndpoint
        int sum(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @NatsEndpoint
        String array(Part[] parts) {
            return Arrays.stream(parts).map(Part::sku).toList().toString();
        }

        @NatsEndpoint
        Object map(Map<String, List<Part>> parts) {
            return parts.values().iterator().next().get(0);
        }

        @NatsEndpoint
        String set(Set<Size> sizes) {
            return sizes.toString();
        }

        @NatsEndpoint
        String primitive(int number) {
            return "int" + number;
        }

        @NatsEndpoint
        String boxed(@Payload(required = false) @Nullable Integer number) {
            return "boxed" + number;
        }

        @NatsEndpoint
        String anEnum(Size size) {
            return size.name();
        }

        @NatsEndpoint
        String buffer(ByteBuffer buffer) {
            return "bytes" + buffer.remaining();
        }

        @NatsEndpoint
        String optional(Optional<Part> part) {
            return part.map(Part::sku).orElse("none");
        }

        @NatsEndpoint
        String optionalText(Optional<String> text) {
            return text.orElse("none");
        }

        @NatsEndpoint
        String nullable(@Nullable Part part) {
            return part == null ? "null" : part.sku();
        }

        @NatsEndpoint
        String required(Part part) {
            return part.sku();
        }

        @NatsEndpoint
        String text(String text) {
            return "[" + text + "]";
        }

        @NatsEndpoint
        String bytes(byte[] bytes) {
            return "bytes" + bytes.length;
        }

        @NatsEndpoint
        String message(Message<Part> message) {
            return message.getPayload().sku() + message.getHeaders().get("X");
        }

        @NatsEndpoint("all.{id}.{number}.{*rest}")
        String all(
                @Payload Part part,
                @DestinationVariable UUID id,
                @DestinationVariable("number") long n,
                @DestinationVariable String rest,
                @Header("X-One") int one,
                @Headers Map<String, Object> all,
                io.nats.client.impl.Headers headers,
                io.nats.client.Message message,
                Request request) {
            return String.join(
                    "|",
                    part.sku(),
                    id.toString(),
                    "" + n,
                    rest,
                    "" + one,
                    "" + new TreeMap<>(all).get("X-One"),
                    headers.getFirst("X-One"),
                    "" + message.getSubject().equals(request.subject()));
        }

        @NatsEndpoint("enum.{size}")
        String byEnum(@DestinationVariable Size size) {
            return size.name();
        }

        @NatsEndpoint("int.{number}")
        String byInt(@DestinationVariable int number) {
            return "" + number;
        }

        @NatsEndpoint("uuid.{id}")
        String byUuid(@DestinationVariable UUID id) {
            return "" + id;
        }

        @NatsEndpoint("optional.{id}")
        String byOptional(@DestinationVariable Optional<Integer> id) {
            return "" + id;
        }

        @NatsEndpoint("mid.{a}.x.{b}")
        String middle(@DestinationVariable String a, @DestinationVariable String b) {
            return a + b;
        }
    }

    @NatsGroup("box.header")
    static class HeaderEndpoints {

        @NatsEndpoint
        String required(@Header("Tenant") String tenant) {
            return tenant;
        }

        @NatsEndpoint
        String number(@Header("Number") int number) {
            return "" + number;
        }

        @NatsEndpoint
        String defaulted(@Header(name = "Number", defaultValue = "7") int number) {
            return "" + number;
        }

        @NatsEndpoint
        String several(@Header("Tag") List<String> tags) {
            return tags.toString();
        }

        @NatsEndpoint
        String numbers(@Header("N") int[] numbers) {
            return Arrays.toString(numbers);
        }

        @NatsEndpoint
        String first(@Header("Tag") String tag) {
            return tag;
        }

        @NatsEndpoint
        String optional(@Header("Size") Optional<Size> size) {
            return "" + size;
        }

        @NatsEndpoint
        String nullable(@Header("Size") @Nullable Size size) {
            return "" + size;
        }

        @NatsEndpoint
        String byName(@Header String tenant) {
            return tenant;
        }

        @NatsEndpoint
        String seconds(@Header("Unit") TimeUnit unit) {
            return "" + unit;
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(Endpoints.class, Generic.class, HeaderEndpoints.class);
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    @Test
    void readsAndWritesRecordsInRecords() {
        String order = """
                {"id":"6f1c1a4e-7a3b-4a52-9d0c-0f4b2d7c9a11","day":"2026-02-28","at":"2026-02-28T10:15:30Z",\
                "parts":[{"sku":"tea","size":"LARGE"}],"counts":{"a":1}}""";
        assertThat(box.answer("box.arguments.order", order)).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "pojo;{\"name\":\"a\",\"age\":3};a3",
                "sum;[1,2,3];6",
                "array;[{\"sku\":\"a\"},{\"sku\":\"b\"}];[a, b]",
                "map;{\"a\":[{\"sku\":\"x\",\"size\":\"SMALL\"}]};{\"sku\":\"x\",\"size\":\"SMALL\"}",
                "set;[\"SMALL\"];[SMALL]",
                "primitive;5;int5",
                "boxed;5;boxed5",
                "boxed;``;boxednull",
                "anEnum;\"LARGE\";LARGE",
                "buffer;abc;bytes3",
                "buffer;``;bytes0",
                "optional;{\"sku\":\"a\"};a",
                "optional;``;none",
                "optional;null;none",
                "optionalText;``;none",
                "optionalText;x;x",
                "nullable;``;null",
                "nullable;{\"sku\":\"a\"};a",
                "text;``;[]",
                "bytes;``;bytes0",
                "message;{\"sku\":\"a\"};anull"
            })
    void fillsThePayload(String endpoint, String payload, String answer) {
        assertThat(box.answer("box.arguments." + endpoint, payload)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "required;``",
                "required;null",
                "required;{",
                "required;[]",
                "required;\u0001\u0002",
                "primitive;``",
                "primitive;null",
                "primitive;\"x\"",
                "anEnum;\"HUGE\"",
                "sum;``",
                "sum;[\"x\"]",
                "order;{\"day\":\"no\"}"
            })
    void refusesAPayloadThatIsNoSuchThingWithoutDetails(String endpoint, String payload) {
        assertThat(box.answer("box.arguments." + endpoint, payload))
                .startsWith("400:")
                .doesNotContain("java")
                .doesNotContain("jackson")
                .doesNotContain("Exception")
                .doesNotContain("natsmicro");
    }

    @Test
    void fillsEachKindAtOnce() {
        assertThat(box.answer(
                        "box.arguments.all.6f1c1a4e-7a3b-4a52-9d0c-0f4b2d7c9a11.42.a.b.c",
                        "{\"sku\":\"tea\"}",
                        "X-One",
                        "1"))
                .isEqualTo("tea|6f1c1a4e-7a3b-4a52-9d0c-0f4b2d7c9a11|42|a.b.c|1|1|1|true");
    }

    @ParameterizedTest
    @CsvSource({
        "enum.LARGE,LARGE",
        "int.42,42",
        "int.-1,-1",
        "optional.3,Optional[3]",
        "mid.1.x.2,12",
        "uuid.6f1c1a4e-7a3b-4a52-9d0c-0f4b2d7c9a11,6f1c1a4e-7a3b-4a52-9d0c-0f4b2d7c9a11"
    })
    void fillsVariables(String subject, String answer) {
        assertThat(box.answer("box.arguments." + subject, "")).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"enum.HUGE", "int.x", "int.99999999999", "optional.x", "uuid.no"})
    void refusesAVariableOfAnotherType(String subject) {
        assertThat(box.answer("box.arguments." + subject, ""))
                .startsWith("400:")
                .doesNotContain("java.")
                .doesNotContain("Exception");
    }

    @Test
    void resolvesGenericsOfABaseClass() {
        assertThat(box.answer("box.generic.typed", "{\"sku\":\"a\",\"size\":\"LARGE\"}"))
                .isEqualTo("\"LARGE\"");
        assertThat(box.answer("box.generic.listed", "[{\"sku\":\"a\"}]")).isEqualTo("Part1");
    }

    @Test
    void readsHeaders() {
        assertThat(box.answer("box.header.required", "", "Tenant", "x")).isEqualTo("x");
        assertThat(box.answer("box.header.byName", "", "tenant", "x")).isEqualTo("x");
        assertThat(box.answer("box.header.number", "", "Number", "5")).isEqualTo("5");
        assertThat(box.answer("box.header.defaulted", "")).isEqualTo("7");
        assertThat(box.answer("box.header.defaulted", "", "Number", "5")).isEqualTo("5");
        assertThat(box.answer("box.header.optional", "")).isEqualTo("Optional.empty");
        assertThat(box.answer("box.header.optional", "", "Size", "SMALL")).isEqualTo("Optional[SMALL]");
        assertThat(box.answer("box.header.nullable", "")).isEqualTo("null");
        assertThat(box.answer("box.header.nullable", "", "Size", "SMALL")).isEqualTo("SMALL");
        assertThat(box.answer("box.header.seconds", "", "Unit", "SECONDS")).isEqualTo("SECONDS");
    }

    @Test
    void readsSeveralValuesOfAHeader() {
        assertThat(box.answer("box.header.several", "", "Tag", "a", "Tag", "b")).isEqualTo("[a, b]");
        assertThat(box.answer("box.header.several", "", "Tag", "a")).isEqualTo("[a]");
        assertThat(box.answer("box.header.numbers", "", "N", "1", "N", "2")).isEqualTo("[1, 2]");
        assertThat(box.answer("box.header.first", "", "Tag", "a")).isEqualTo("a");
    }

    @Test
    void keepsACommaInTheSingleValueOfAHeaderThatIsWantedAsText() {
        assertThat(box.answer("box.header.first", "", "Tag", "a, b")).isEqualTo("a, b");
    }

    @Test
    void refusesHeadersThatAreMissingOrNoSuchValue() {
        assertThat(box.answer("box.header.required", "")).startsWith("400:");
        assertThat(box.answer("box.header.number", "")).startsWith("400:");
        assertThat(box.answer("box.header.number", "", "Number", "x")).startsWith("400:");
        assertThat(box.answer("box.header.optional", "", "Size", "x")).startsWith("400:");
    }
}
