// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown when a service answered with an error (ADR-32, "Error Handling"). */
public class ServiceErrorException extends RequestException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String description;
    private final byte[] body;
    private final LinkedHashMap<String, List<String>> headers;
    // A message is not serializable; who is told of the error far away has all the rest.
    private final transient Message reply;

    /**
     * Creates an exception.
     *
     * @param subject the subject of the request
     * @param code the code of the error
     * @param description its description
     * @param reply the reply that says so
     */
    public ServiceErrorException(String subject, int code, String description, Message reply) {
        super("The service on \"%s\" answered with the error %d: %s".formatted(subject, code, description), null);
        this.code = code;
        this.description = description;
        this.body = reply.getData();
        this.headers = new LinkedHashMap<>();
        if (reply.hasHeaders()) {
            reply.getHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        }
        this.reply = reply;
    }

    /** The error that a reply is, {@code null} if it is none. */
    static @Nullable ServiceErrorException in(String subject, Message reply) {
        if (!reply.hasHeaders()) {
            return null;
        }
        Headers headers = reply.getHeaders();
        String description = headers.getLast(ErrorHeaders.DESCRIPTION);
        String code = headers.getLast(ErrorHeaders.CODE);
        return description == null && code == null
                ? null
                : new ServiceErrorException(subject, number(code), description == null ? "" : description, reply);
    }

    private static int number(@Nullable String code) {
        try {
            return code == null ? 0 : Integer.parseInt(code.strip());
        } catch (NumberFormatException ex) {
            return 0;
        }
    }

    /**
     * The code.
     *
     * @return the code; 0 if the reply has none, or one that is no number
     */
    public int code() {
        return code;
    }

    /**
     * What went wrong.
     *
     * @return the description, empty if the reply has none
     */
    public String description() {
        return description;
    }

    /**
     * What the service says of the error beyond its description.
     *
     * @return the bytes of the reply, empty if it has none
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The headers of the reply, among them those of code and description. What the body is may be told by {@code
     * Content-Type}.
     *
     * @return the headers, which can be changed without effect on this exception
     */
    public Headers headers() {
        Headers copy = new Headers();
        headers.forEach(copy::put);
        return copy;
    }

    /**
     * The last value of a header of the reply.
     *
     * @param name the name, as it was sent
     * @return the value, or {@code null} if there is no such header
     */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /**
     * The reply itself, with its body and headers.
     *
     * @return the reply, as long as the exception has not been serialized
     */
    public Message reply() {
        return reply;
    }
}
