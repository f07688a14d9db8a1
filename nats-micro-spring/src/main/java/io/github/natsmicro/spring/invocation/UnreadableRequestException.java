// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ServiceException;
import org.jspecify.annotations.Nullable;

/** What the caller is told of an argument that can not be read. Exception handlers see the cause, which Spring has thrown. */
final class UnreadableRequestException extends ServiceException {

    private static final long serialVersionUID = 1L;

    UnreadableRequestException(int code, String description, @Nullable Throwable cause) {
        super(code, description, cause);
    }
}
