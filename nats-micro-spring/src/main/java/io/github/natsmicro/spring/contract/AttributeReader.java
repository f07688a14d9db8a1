// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.QueueGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.util.unit.DataSize;

/** Reads the attributes of one annotation at one place: resolves them, and turns them into what they mean. */
final class AttributeReader {

    private static final String UNLIMITED = "unlimited";
    private static final int ANY_NUMBER = -1;

    private final StringValueResolver values;
    private final String annotation;
    private final String where;

    AttributeReader(StringValueResolver values, String annotation, String where) {
        this.values = values;
        this.annotation = annotation;
        this.where = where;
    }

    /** The place, as it is read after "The". */
    String where() {
        return where;
    }

    String text(String attribute, String raw) {
        try {
            return Objects.requireNonNullElse(values.resolveStringValue(raw), "");
        } catch (IllegalArgumentException ex) {
            throw new InvalidDefinitionException(
                    "The attribute \"%s\" of the %s can not be resolved: %s."
                            .formatted(attribute, where, ex.getMessage()),
                    "Define the property, or give the placeholder a default as in ${name:default}.",
                    ex);
        } catch (BeansException ex) {
            String why =
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
            throw new InvalidDefinitionException(
                    "The expression \"%s\" in the attribute \"%s\" of the %s can not be evaluated: %s"
                            .formatted(raw, attribute, where, why),
                    "Correct the expression.",
                    ex);
        }
    }

    @Nullable
    String textOrNull(String attribute, String raw) {
        String text = text(attribute, raw);
        return text.isEmpty() ? null : text;
    }

    /** A text that may be left out, but may not come to nothing. */
    String textIfGiven(String attribute, String raw) {
        String text = text(attribute, raw);
        if (text.isEmpty() && !raw.isEmpty()) {
            throw new InvalidDefinitionException(
                    "The attribute \"%s\" of the %s is \"%s\", which comes to nothing."
                            .formatted(attribute, where, raw),
                    "Give it a value, or leave the attribute \"%s\" of %s out.".formatted(attribute, annotation),
                    null);
        }
        return text;
    }

    boolean flag(String attribute, String raw, boolean otherwise) {
        Boolean flag = value(attribute, raw, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
        return flag == null ? otherwise : flag;
    }

    @Nullable
    Integer atLeastOne(String attribute, String raw) {
        return value(attribute, raw, "a whole number of at least 1", text -> within(1, Integer.parseInt(text)));
    }

    @Nullable
    Integer numberOrUnlimited(String attribute, String raw) {
        return value(
                attribute,
                raw,
                "a whole number of at least 0, or \"unlimited\"",
                text -> isUnlimited(text) ? ANY_NUMBER : within(0, Integer.parseInt(text)));
    }

    @Nullable
    Long bytesOrUnlimited(String attribute, String raw) {
        return value(
                attribute,
                raw,
                "a size of at least one byte, as in 512KB or 16MB, or \"unlimited\"",
                text -> isUnlimited(text)
                        ? (long) ANY_NUMBER
                        : within(1L, DataSize.parse(text).toBytes()));
    }

    private static boolean isUnlimited(String text) {
        return text.equalsIgnoreCase(UNLIMITED) || text.equals(String.valueOf(ANY_NUMBER));
    }

    private static <N extends Comparable<N>> N within(N least, N number) {
        if (number.compareTo(least) < 0) {
            throw new IllegalArgumentException("Less than " + least);
        }
        return number;
    }

    @Nullable
    Duration duration(String attribute, String raw) {
        return value(attribute, raw, "a time of more than zero, as in 500ms, 5s or PT1M", text -> {
            Duration duration = DurationFormatterUtils.detectAndParse(text);
            return within(Duration.ofNanos(1), duration);
        });
    }

    @Nullable
    Concurrency concurrency(String attribute, String raw) {
        return value(
                attribute,
                raw,
                "parallel, ordered or non-blocking",
                text -> Concurrency.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    @Nullable
    String contentType(String attribute, String raw) {
        return value(attribute, raw, "a content type without wildcards, as in application/json", text -> {
            MimeType type = MimeTypeUtils.parseMimeType(text);
            if (!type.isConcrete()) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
    }

    /** An error as the statistics show it: {@code code:description}, or the code alone. */
    @Nullable
    Reply<?> error(String attribute, String raw) {
        return value(attribute, raw, "an error as in 404 or 404:No such order", text -> {
            int separator = text.indexOf(':');
            int code = within(1, Integer.parseInt(separator < 0 ? text : text.substring(0, separator)));
            return Reply.error(
                    code,
                    separator < 0
                            ? "There is no value"
                            : text.substring(separator + 1).strip());
        });
    }

    Map<String, String> metadata(String[] entries) {
        String[] resolved =
                Arrays.stream(entries).map(entry -> text("metadata", entry)).toArray(String[]::new);
        return MetadataEntries.parse(resolved, where);
    }

    QueueGroup queueGroup(String name, String disabled) {
        String named = text("queueGroup", name);
        if (!flag("queueGroupDisabled", disabled, false)) {
            return checked("queueGroup", () -> QueueGroup.named(named));
        }
        if (!named.isEmpty()) {
            throw new InvalidDefinitionException(
                    "The %s names the queue group \"%s\" and disables it.".formatted(where, named),
                    "Leave out one of the attributes \"queueGroup\" and \"queueGroupDisabled\" of " + annotation + ".",
                    null);
        }
        return QueueGroup.none();
    }

    /** A value that the engine checks. */
    <T> T checked(String attribute, Supplier<T> value) {
        return checked(value, "Correct the attribute \"%s\" of %s.".formatted(attribute, annotation));
    }

    <T> T checked(Supplier<T> value, String action) {
        try {
            return value.get();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at(where, ex, action);
        }
    }

    private <T> @Nullable T value(String attribute, String raw, String rule, Function<String, T> meaning) {
        String text = text(attribute, raw).strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException | ArithmeticException ex) {
            String origin = raw.equals(text) ? "" : ", as \"%s\" says".formatted(raw);
            throw new InvalidDefinitionException(
                    "The attribute \"%s\" of the %s is \"%s\"%s. It must be %s."
                            .formatted(attribute, where, text, origin, rule),
                    "Correct the attribute \"%s\" of %s.".formatted(attribute, annotation),
                    ex);
        }
    }
}
