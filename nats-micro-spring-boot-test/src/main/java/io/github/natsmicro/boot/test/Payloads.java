// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Payloads as a person reads them in the message of a failed assertion. */
final class Payloads {

    private static final int MAX_LENGTH = 2000;

    private Payloads() {}

    static String describe(byte[] payload) {
        if (payload.length == 0) {
            return "empty body";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
        } catch (CharacterCodingException ex) {
            return "body of %d bytes, which are no text".formatted(payload.length);
        }
    }
}
