// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.codec.PayloadCodecException;
import org.jspecify.annotations.Nullable;

/** What the caller is told of an argument that can not be read. Exception handlers see the cause, which Spring has thrown. */
final class UnreadableRequestException extends ServiceException {

    private static final long serialVersionUID = 1L;

    UnreadableRequestException(int code, String description, @Nullable Throwable cause) {
        super(code, description, cause);
    }

    /** Where in the payload it is, empty if that is not known. */
    String field() {
        return Causes.of(this).stream()
                .filter(PayloadCodecException.class::isInstance)
                .map(cause -> ((PayloadCodecException) cause).field())
                .findFirst()
                .orElse("");
    }
}
