// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.contract.HeaderTranslation;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/** A request as spring-messaging sees it. Its headers are made only if somebody asks for them. */
final class RequestMessage implements Message<byte[]> {

    private final Request request;
    private final SubjectTemplate template;
    private @Nullable MessageHeaders headers;

    RequestMessage(Request request, SubjectTemplate template) {
        this.request = request;
        this.template = template;
    }

    Request request() {
        return request;
    }

    SubjectTemplate template() {
        return template;
    }

    /** The variables of the subject by their names. */
    Map<String, String> variables() {
        return template.match(request.subject());
    }

    @Override
    public byte[] getPayload() {
        return request.data();
    }

    @Override
    public MessageHeaders getHeaders() {
        if (headers == null) {
            Map<String, Object> values = HeaderTranslation.toSpring(request.headers());
            // spring-messaging reads a map of its own here, which no caller may put in its place.
            values.remove(NativeMessageHeaderAccessor.NATIVE_HEADERS);
            values.put(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER, variables());
            headers = new PlainHeaders(values);
        }
        return headers;
    }

    /** Headers without the id and the timestamp that spring-messaging makes for each message. */
    private static final class PlainHeaders extends MessageHeaders {

        private static final long serialVersionUID = 1L;

        PlainHeaders(Map<String, Object> values) {
            super(Map.of(), ID_VALUE_NONE, -1L);
            // Afterwards, as a caller may have headers named "id" and "timestamp".
            getRawHeaders().putAll(values);
        }
    }
}
