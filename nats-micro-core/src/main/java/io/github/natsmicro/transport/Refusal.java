// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that the server refused, read from the text of its error, which is all that there is of it. Older
 * servers do not name the queue group.
 */
record Refusal(String subject, @Nullable String queueGroup, String text) {

    private static final Pattern TEXT = Pattern.compile(
            "permissions violation for subscription to \"([^\"]*)\"(?: using queue \"([^\"]*)\")?",
            Pattern.CASE_INSENSITIVE);

    static Optional<Refusal> in(@Nullable String error) {
        if (error == null || !error.toLowerCase(Locale.ROOT).contains("permissions violation")) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(error);
        return text.find() ? Optional.of(new Refusal(text.group(1), text.group(2), error)) : Optional.empty();
    }

    boolean concerns(String otherSubject, @Nullable String otherQueueGroup) {
        return subject.equals(otherSubject) && Objects.equals(queueGroup, otherQueueGroup);
    }
}
