// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.codec;

import io.github.natsmicro.codec.PayloadCodecException;

/** Thrown when no codec writes what the caller accepts. */
public final class NotAcceptableException extends PayloadCodecException {

    private static final long serialVersionUID = 1L;

    NotAcceptableException(String accept) {
        super("No codec writes what the caller accepts: \"%s\".".formatted(accept), null);
    }
}
