// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.ValidationErrors;
import io.github.natsmicro.spring.contract.ValidationErrors.Violation;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.validation.constraintvalidation.SupportedValidationTarget;
import jakarta.validation.constraintvalidation.ValidationTarget;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.method.MethodValidationException;
import tools.jackson.databind.json.JsonMapper;

/** Arguments that violate their constraints: code, description and body of the error. */
class ArgumentValidationTests {

    private static final PayloadReader BODY = new PayloadReader();

    private static NatsContext nats;

    private static final class PayloadReader {

        private final Jackson3PayloadCodec codec =
                new Jackson3PayloadCodec(JsonMapper.builder().build(), "the client's");

        List<Violation> read(Message reply) {
            ValidationErrors errors = (ValidationErrors) codec.decode(reply.getData(), ValidationErrors.class);
            return errors == null ? List.of() : errors.errors();
        }
    }

    interface Strict {}

    @Target(TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = RangeValidator.class)
    @interface InOrder {

        String message() default "must be in order";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    public static class RangeValidator implements ConstraintValidator<InOrder, Range> {

        @Override
        public boolean isValid(Range range, ConstraintValidatorContext context) {
            return range.from() <= range.to();
        }
    }

    @Target(METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = AgreeingValidator.class)
    @interface Agreeing {

        String message() default "must agree";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @SupportedValidationTarget(ValidationTarget.PARAMETERS)
    public static class AgreeingValidator implements ConstraintValidator<Agreeing, Object[]> {

        @Override
        public boolean isValid(Object[] arguments, ConstraintValidatorContext context) {
            return arguments[0].equals(arguments[1]);
        }
    }

    @InOrder
    record Range(int from, int to) {}

    record Item(
            @NotBlank @Nullable String sku,
            @Min(1) @Max(1000) int quantity) {}

    record Order(
            @NotEmpty List<@Valid Item> items,
            @Valid @Nullable Item gift) {}

    record Named(
            @NotBlank(groups = Strict.class) @Nullable String name,
            @Size(max = 3) @Nullable String nick) {}

    static class Endpoints {

        private final Validator validator;

        Endpoints(Validator validator) {
            this.validator = validator;
        }

        @NatsEndpoint
        String item(@Valid Item item) {
            return "ok";
        }

        @NatsEndpoint
        String order(@Valid Order order) {
            return "ok";
        }

        @NatsEndpoint
        String list(List<@Valid Item> items) {
            return "ok";
        }

        @NatsEndpoint
        String validList(@Valid @Size(max = 2) List<Item> items) {
            return "ok";
        }

        @NatsEndpoint
        String validatedList(@Validated List<Item> items) {
            return "ok";
        }

        @NatsEndpoint
        String set(Set<@Valid Item> items) {
            return "ok";
        }

        @NatsEndpoint
        String map(Map<String, @Valid Item> items) {
            return "ok";
        }

        @NatsEndpoint
        String words(List<@NotBlank String> words) {
            return "ok";
        }

        @NatsEndpoint
        String text(@NotBlank String text) {
            return "ok";
        }

        @NatsEndpoint
        String optional(Optional<@Valid Item> item) {
            return "ok";
        }

        @NatsEndpoint
        String range(@Valid Range range) {
            return "ok";
        }

        @NatsEndpoint
        String header(@Header("X-Tenant") @NotBlank String tenant, @Header @Max(5) int retries, @Valid Item item) {
            return "ok";
        }

        @NatsEndpoint("variable.{id}")
        String variable(@DestinationVariable("id") @Pattern(regexp = "[0-9]+") String key) {
            return "ok";
        }

        @NatsEndpoint
        @Agreeing
        String agreeing(@Header String left, @Header String right) {
            return "ok";
        }

        @NatsEndpoint
        String plain(Named named) {
            return "ok";
        }

        @NatsEndpoint
        String valid(@Valid Named named) {
            return "ok";
        }

        @NatsEndpoint
        String validated(@Validated Named named) {
            return "ok";
        }

        @NatsEndpoint
        String strict(@Validated(Strict.class) Named named) {
            return "ok";
        }

        @NatsEndpoint
        @Validated(Strict.class)
        String strictMethod(@Valid Named named) {
            return "ok";
        }

        @NatsEndpoint
        String byHand(Item item) {
            var violations = validator.validate(item);
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
            return "ok";
        }
    }

    static class Handling {

        @NatsEndpoint
        String handled(@Valid Item item) {
            return "ok";
        }

        @MessageExceptionHandler
        String handle(MethodValidationException ex) {
            return ex.getAllErrors().size() + " errors";
        }
    }

    interface Declared {

        @NatsEndpoint
        String declared(@Valid Item item, @NotNull @Size(min = 2) String trace);
    }

    static class Implementing implements Declared {

        @Override
        public String declared(Item item, @Header("Trace") String trace) {
            return "ok";
        }
    }

    abstract static class Generic<T> {

        @NatsEndpoint
        String generic(@Valid T item) {
            return "ok";
        }
    }

    static class OfItems extends Generic<Item> {}

    @Configuration(proxyBeanMethods = false)
    static class Messages {

        @Bean
        StaticMessageSource messageSource() {
            StaticMessageSource messages = new StaticMessageSource();
            messages.addMessage("NotBlank.sku", Locale.getDefault(), "wants a sku");
            return messages;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(
                ValidatorConfiguration.class,
                Messages.class,
                Endpoints.class,
                Handling.class,
                Implementing.class,
                OfItems.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static final String GOOD = "{\"sku\":\"tea\",\"quantity\":3}";
    private static final String BAD = "{\"sku\":\"tea\",\"quantity\":1001}";
    private static final String TOO_MUCH = "must be less than or equal to 1000";

    private static void assertRefused(Message reply, String description, Violation... violations) {
        assertThat(NatsContext.error(reply)).isEqualTo("400:Validation failed: " + description);
        assertThat(BODY.read(reply)).containsExactly(violations);
    }

    private static Message request(String subject, String payload, String... headers) throws Exception {
        Headers all = new Headers();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return nats.client()
                .request(subject, all, payload.getBytes(StandardCharsets.UTF_8))
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void theBodyNamesFieldMessageAndCode() {
        Message reply = nats.request("item", BAD);
        assertThat(NatsContext.error(reply)).isEqualTo("400:Validation failed: quantity");
        assertThat(NatsContext.text(reply))
                .isEqualTo("{\"errors\":[{\"field\":\"quantity\",\"message\":\"must be less than or equal to 1000\","
                        + "\"code\":\"Max\"}]}");
    }

    @Test
    void whatIsValidIsLetThrough() {
        assertThat(nats.reply("item", GOOD)).isEqualTo("ok");
        assertThat(nats.reply("order", "{\"items\":[" + GOOD + "]}")).isEqualTo("ok");
    }

    @Test
    void messagesComeFromTheMessageSource() {
        assertRefused(
                nats.request("item", "{\"quantity\":0}"),
                "quantity, sku",
                new Violation("quantity", "must be greater than or equal to 1", "Min"),
                new Violation("sku", "wants a sku", "NotBlank"));
    }

    @Test
    void nestedFieldsHavePaths() {
        assertRefused(
                nats.request("order", "{\"items\":[" + GOOD + "," + BAD + "],\"gift\":" + BAD + "}"),
                "gift.quantity, items[1].quantity",
                new Violation("gift.quantity", TOO_MUCH, "Max"),
                new Violation("items[1].quantity", TOO_MUCH, "Max"));
        assertRefused(
                nats.request("order", "{\"items\":[]}"),
                "items",
                new Violation("items", "must not be empty", "NotEmpty"));
    }

    @Test
    void aLongListOfFieldsIsCutInTheDescription() {
        assertThat(NatsContext.error(nats.request("list", "[" + "{\"quantity\":0},".repeat(3) + BAD + "]")))
                .isEqualTo("400:Validation failed: [0].quantity, [0].sku, [1].quantity and 4 more");
    }

    @Test
    void elementsOfAPayloadAreChecked() {
        String list = "[" + GOOD + "," + BAD + "]";
        Violation second = new Violation("[1].quantity", TOO_MUCH, "Max");
        assertRefused(nats.request("list", list), "[1].quantity", second);
        assertRefused(nats.request("validList", list), "[1].quantity", second);
        assertRefused(nats.request("validatedList", list), "[1].quantity", second);
        assertRefused(nats.request("set", list), "[].quantity", new Violation("[].quantity", TOO_MUCH, "Max"));
        assertRefused(
                nats.request("map", "{\"a\":" + BAD + "}"),
                "[a].quantity",
                new Violation("[a].quantity", TOO_MUCH, "Max"));
        assertRefused(
                nats.request("words", "[\"a\",\" \"]"), "[1]", new Violation("[1]", "must not be blank", "NotBlank"));
    }

    @Test
    void aPayloadAsAWholeHasNoField() {
        assertRefused(nats.request("text", " "), "the payload", new Violation("", "must not be blank", "NotBlank"));
        assertRefused(
                nats.request("range", "{\"from\":2,\"to\":1}"),
                "the payload",
                new Violation("", "must be in order", "InOrder"));
        assertRefused(
                nats.request("validList", "[" + GOOD + "," + GOOD + "," + GOOD + "]"),
                "the payload",
                new Violation("", "size must be between 0 and 2", "Size"));
    }

    @Test
    void anOptionalPayloadIsCheckedIfItIsThere() {
        assertRefused(nats.request("optional", BAD), "quantity", new Violation("quantity", TOO_MUCH, "Max"));
        assertThat(nats.reply("optional", "")).isEqualTo("ok");
    }

    @Test
    void headersAndVariablesHaveTheirNames() throws Exception {
        assertRefused(
                request("header", BAD, "X-Tenant", " ", "retries", "6"),
                "X-Tenant, quantity, retries",
                new Violation("X-Tenant", "must not be blank", "NotBlank"),
                new Violation("quantity", TOO_MUCH, "Max"),
                new Violation("retries", "must be less than or equal to 5", "Max"));
        assertRefused(nats.request("variable.a", ""), "id", new Violation("id", "must match \"[0-9]+\"", "Pattern"));
        assertThat(nats.reply("variable.1", "")).isEqualTo("ok");
    }

    @Test
    void constraintsAcrossParametersAreChecked() throws Exception {
        assertRefused(
                request("agreeing", "", "left", "a", "right", "b"),
                "the payload",
                new Violation("", "must agree", "Agreeing"));
        assertThat(NatsContext.text(request("agreeing", "", "left", "a", "right", "a")))
                .isEqualTo("ok");
    }

    @Test
    void groupsAreThoseOfTheParameterOrTheMethod() {
        String nobody = "{\"nick\":\"much too long\"}";
        Violation nick = new Violation("nick", "size must be between 0 and 3", "Size");
        Violation name = new Violation("name", "must not be blank", "NotBlank");
        assertThat(nats.reply("plain", nobody)).isEqualTo("ok");
        assertRefused(nats.request("valid", nobody), "nick", nick);
        assertRefused(nats.request("validated", nobody), "nick", nick);
        assertRefused(nats.request("strict", nobody), "name", name);
        assertRefused(nats.request("strictMethod", nobody), "name", name);
    }

    @Test
    void constraintsMayStandInAnInterfaceOrAGenericClass() throws Exception {
        assertRefused(
                request("declared", BAD, "Trace", "x"),
                "Trace, quantity",
                new Violation("Trace", "size must be between 2 and 2147483647", "Size"),
                new Violation("quantity", TOO_MUCH, "Max"));
        assertRefused(nats.request("generic", BAD), "quantity", new Violation("quantity", TOO_MUCH, "Max"));
    }

    @Test
    void anExceptionHandlerSeesTheViolations() {
        Message reply = nats.request("handled", "{\"quantity\":0}");
        assertThat(NatsContext.error(reply)).isEqualTo("400:Validation failed: quantity, sku");
        assertThat(NatsContext.text(reply)).isEqualTo("2 errors");
    }

    @Test
    void whatAMethodValidatesByHandIsNotKnownToBeTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("byHand", BAD))).isEqualTo("500:Internal Server Error");
    }

    @Test
    void aPayloadThatIsNotThereIsNotReadableBeforeItIsInvalid() {
        assertThat(NatsContext.error(nats.request("item", "")))
                .isEqualTo("400:The request can not be read: the payload is missing or not valid");
    }

    @Test
    void theValuesAreNotEchoed() {
        Message reply = nats.request("item", "{\"sku\":\"tea\",\"quantity\":4711}");
        assertThat(NatsContext.error(reply) + NatsContext.text(reply)).doesNotContain("4711");
    }
}
