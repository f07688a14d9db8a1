// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that make a reply an error (ADR-32, "Error Handling"). */
public final class ErrorHeaders {

    /** The header with the description of the error. */
    public static final String DESCRIPTION = "Nats-Service-Error";

    /** The header with the code of the error. */
    public static final String CODE = "Nats-Service-Error-Code";

    /** How many characters of a description are kept. */
    public static final int MAX_DESCRIPTION_LENGTH = 512;

    /** A client takes a reply with an empty description for a success, so there is always one. */
    private static final String NO_DESCRIPTION = "Error";

    private ErrorHeaders() {}

    /**
     * Makes the headers of an error reply. The two headers of the error win over others of the same name.
     *
     * @param code the code of the error
     * @param description the description, made safe by {@link #safeText(String)}
     * @param others further headers of the reply, or {@code null}
     * @return the headers
     */
    public static Headers of(int code, String description, @Nullable Headers others) {
        Headers headers = new Headers();
        if (others != null) {
            others.forEach((name, values) -> {
                if (!includes(name)) {
                    headers.add(name, values);
                }
            });
        }
        headers.put(DESCRIPTION, safeText(description));
        headers.put(CODE, Integer.toString(code));
        return headers;
    }

    /**
     * Whether a header is one of those that make a reply an error.
     *
     * @param name the header's name, in whatever case
     * @return whether it is
     */
    public static boolean includes(String name) {
        return name.equalsIgnoreCase(DESCRIPTION) || name.equalsIgnoreCase(CODE);
    }

    /**
     * Makes any text safe for a header: control characters become spaces, what a header cannot carry becomes {@code ?},
     * white space around it is removed, and it is cut after {@link #MAX_DESCRIPTION_LENGTH} characters. A text of which nothing is left
     * becomes {@code Error}.
     *
     * @param text any text
     * @return the text as a header carries it
     */
    public static String safeText(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX_DESCRIPTION_LENGTH));
        for (int i = 0; i < text.length() && safe.length() < MAX_DESCRIPTION_LENGTH; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isISOControl(c)) {
                safe.append(' ');
            } else {
                safe.append(c > 126 ? '?' : (char) c);
            }
        }
        String carried = safe.toString().strip();
        return carried.isEmpty() ? NO_DESCRIPTION : carried;
    }
}
