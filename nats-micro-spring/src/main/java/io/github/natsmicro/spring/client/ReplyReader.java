// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of replies.
 *
 * @param codecs the codecs to choose from by content type
 * @param preferred the codec for replies that say nothing
 */
record ReplyReader(PayloadCodecs codecs, PayloadCodec preferred) {

    /** The object; {@code null} for an empty body, unless bytes or text are wanted. */
    @Nullable
    Object read(String subject, Reply<byte[]> reply, Type type) {
        byte[] bytes = RawReplies.bytes(reply);
        if (bytes.length == 0 && !takesNothing(type)) {
            return null;
        }
        String contentType = RawReplies.header(reply.headers(), RawReplies.CONTENT_TYPE);
        try {
            return codecs.decode(bytes, type, contentType, preferred);
        } catch (PayloadCodecException ex) {
            throw new UnreadableReplyException(subject, reply, type, String.valueOf(ex.getMessage()), ex);
        }
    }

    static boolean takesNothing(Type type) {
        return type == byte[].class || type == String.class || type == CharSequence.class || type == ByteBuffer.class;
    }

    ErrorReplyException error(String subject, ServiceErrorException error) {
        return new ErrorReplyException(subject, error.code(), error.description(), error.reply(), this);
    }

    ErrorReplyException error(String subject, Reply<byte[]> error) {
        return new ErrorReplyException(
                subject, error.code(), error.description(), RawReplies.errorMessage(subject, error), this);
    }
}
