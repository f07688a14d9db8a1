// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.codec;

import io.github.natsmicro.codec.PayloadCodecException;

/** Thrown when no codec reads what a message says its payload is. */
public final class UnsupportedContentTypeException extends PayloadCodecException {

    private static final long serialVersionUID = 1L;

    UnsupportedContentTypeException(String contentType) {
        super("No codec reads the content type \"%s\".".formatted(contentType), null);
    }
}
