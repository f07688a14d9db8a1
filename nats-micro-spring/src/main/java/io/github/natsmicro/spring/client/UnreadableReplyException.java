// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Thrown when a service answered with something that is not what the caller asked for. */
public class UnreadableReplyException extends RequestException {

    private static final long serialVersionUID = 1L;

    // A reply is not serializable.
    private final transient Reply<byte[]> reply;

    UnreadableReplyException(String subject, Reply<byte[]> reply, Type type, String reason, @Nullable Throwable cause) {
        super("The reply from \"%s\" can not be read as %s: %s".formatted(subject, type.getTypeName(), reason), cause);
        this.reply = reply;
    }

    /**
     * The reply as it came.
     *
     * @return the reply, with its bytes and headers
     */
    public Reply<byte[]> reply() {
        return reply;
    }
}
