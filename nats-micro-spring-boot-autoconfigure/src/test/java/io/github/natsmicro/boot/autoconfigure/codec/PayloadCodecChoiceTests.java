// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.StringValue;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.ProtobufPayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.testing.NatsServer;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

class PayloadCodecChoiceTests {

    private static final String JACKSON_3 = "Jackson 3 (the application's JsonMapper)";
    private static final String JACKSON_2 = "Jackson 2 (the application's ObjectMapper)";
    private static final String BUILT_IN = "Jackson 2 (a mapper of its own)";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());
    private final ApplicationContextRunner withBoth = this.runner
            .withBean(JsonMapper.class, () -> JsonMapper.builder().build())
            .withBean(ObjectMapper.class, ObjectMapper::new);

    private static void assertCodec(ApplicationContextRunner runner, String description) {
        runner.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PayloadCodecs.class);
            assertThat(context.getBean(PayloadCodecs.class)).hasToString(description);
        });
    }

    private static void assertFailure(ApplicationContextRunner runner, String description, String action) {
        runner.run(context -> {
            assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .isInstanceOfSatisfying(InvalidDefinitionException.class, failure -> {
                        assertThat(failure.description()).isEqualTo(description);
                        assertThat(failure.action()).isEqualTo(action);
                    });
        });
    }

    @Test
    void jackson3IsTakenBeforeJackson2() {
        assertCodec(this.withBoth, JACKSON_3);
    }

    @Test
    void jackson2IsTakenWhereThereIsNoJsonMapperOfJackson3() {
        assertCodec(this.runner.withBean(ObjectMapper.class, ObjectMapper::new), JACKSON_2);
    }

    @Test
    void theBuiltInMapperIsTakenWhereTheApplicationHasNone() {
        assertCodec(this.runner, BUILT_IN);
    }

    @Test
    void theBuiltInMapperIsNoBean() {
        this.runner.run(context -> assertThat(context).doesNotHaveBean(ObjectMapper.class));
    }

    @Test
    void theMapperThatBootMakesIsTaken() {
        assertCodec(this.runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class)), JACKSON_3);
    }

    @Test
    void thePropertyChoosesJackson3() {
        assertCodec(this.withBoth.withPropertyValues("nats.micro.json-mapper=jackson3"), JACKSON_3);
    }

    @Test
    void thePropertyChoosesJackson2() {
        assertCodec(this.withBoth.withPropertyValues("nats.micro.json-mapper=jackson2"), JACKSON_2);
    }

    @Test
    void thePropertyChoosesTheBuiltInMapper() {
        assertCodec(this.withBoth.withPropertyValues("nats.micro.json-mapper=built-in"), BUILT_IN);
    }

    @Test
    void thePropertyMayBeWrittenInCapitals() {
        assertCodec(this.withBoth.withPropertyValues("nats.micro.json-mapper=JACKSON2"), JACKSON_2);
    }

    @Test
    void thePropertyMayBeWrittenInAnyWayThatBootBinds() {
        assertCodec(this.withBoth.withPropertyValues("nats.micro.json-mapper=jackson-2"), JACKSON_2);
    }

    @Test
    void theCodecOfTheUserWins() {
        assertCodec(
                this.withBoth.withBean(
                        PayloadCodec.class, () -> new Jackson2PayloadCodec(new ObjectMapper(), "my own codec")),
                "my own codec");
    }

    @Test
    void severalMappersAreNotGuessedAmong() {
        assertCodec(
                this.runner
                        .withBean(
                                "one",
                                JsonMapper.class,
                                () -> JsonMapper.builder().build())
                        .withBean(
                                "two",
                                JsonMapper.class,
                                () -> JsonMapper.builder().build()),
                BUILT_IN);
    }

    @Test
    void withoutJackson3OnTheClassPathJackson2IsTaken() {
        assertCodec(
                this.runner
                        .withClassLoader(new FilteredClassLoader("tools.jackson"))
                        .withBean(ObjectMapper.class, ObjectMapper::new),
                JACKSON_2);
    }

    @Test
    void withoutJackson3OnTheClassPathTheBuiltInMapperIsTaken() {
        assertCodec(this.runner.withClassLoader(new FilteredClassLoader("tools.jackson")), BUILT_IN);
    }

    @Test
    void jackson3ThatIsChosenAndMissingIsAFailure() {
        assertFailure(
                this.runner.withPropertyValues("nats.micro.json-mapper=jackson3"),
                "The property nats.micro.json-mapper asks for JACKSON3, but the application has not exactly one"
                        + " JsonMapper bean.",
                "Define such a bean, mark one as @Primary, or set the property to \"built-in\".");
    }

    @Test
    void jackson2ThatIsChosenAndMissingIsAFailure() {
        assertFailure(
                this.runner.withPropertyValues("nats.micro.json-mapper=jackson2"),
                "The property nats.micro.json-mapper asks for JACKSON2, but the application has not exactly one"
                        + " ObjectMapper bean.",
                "Define such a bean, mark one as @Primary, or set the property to \"built-in\".");
    }

    @Test
    void jackson3ThatIsChosenAndNotOnTheClassPathIsAFailure() {
        this.runner
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withPropertyValues("nats.micro.json-mapper=jackson3")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidDefinitionException.class));
    }

    /** A codec of the user for something else than JSON. */
    private static final class Shouting implements PayloadCodec {

        @Override
        public byte[] encode(@Nullable Object value) {
            return String.valueOf(value).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] data, Type type) {
            return new String(data, StandardCharsets.UTF_8);
        }

        @Override
        public List<String> contentTypes() {
            return List.of("application/x-shouting");
        }
    }

    @Test
    void aCodecForAnotherContentTypeIsBesideTheDefault() {
        withBoth.withBean("shouting", PayloadCodec.class, Shouting::new).run(context -> {
            PayloadCodecs codecs = context.getBean(PayloadCodecs.class);
            assertThat(codecs).hasToString("Jackson 3 (the application's JsonMapper)");
            assertThat(codecs.find("application/x-shouting")).isInstanceOf(Shouting.class);
            assertThat(codecs.find("shouting")).isInstanceOf(Shouting.class);
        });
    }

    @Test
    void protocolBuffersAreThereWhereTheirLibraryIs() {
        withBoth.run(context -> {
            PayloadCodecs codecs = context.getBean(PayloadCodecs.class);
            assertThat(codecs.find("application/x-protobuf")).isInstanceOf(ProtobufPayloadCodec.class);
            assertThat(codecs.encode(StringValue.of("tea"), null, null, codecs.defaultCodec())
                            .data())
                    .isEqualTo(StringValue.of("tea").toByteArray());
        });
        withBoth.withClassLoader(new FilteredClassLoader("com.google.protobuf")).run(context -> {
            PayloadCodecs codecs = context.getBean(PayloadCodecs.class);
            assertThat(codecs.find("application/x-protobuf")).isNull();
        });
    }

    @Test
    void aChoiceOfTheUserWins() {
        PayloadCodecs own = PayloadCodecs.of(new Shouting());
        withBoth.withBean(PayloadCodecs.class, () -> own)
                .run(context -> assertThat(context.getBean(PayloadCodecs.class)).isSameAs(own));
    }
}
