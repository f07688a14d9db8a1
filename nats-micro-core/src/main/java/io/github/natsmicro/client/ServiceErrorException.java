// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Message;

/** Thrown when a service answered with an error (ADR-32, "Error Handling"). */
public class ServiceErrorException extends RequestException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String description;
    // A message is not serializable; who is told of the error far away has its code and description.
    private final transient Message reply;

    ServiceErrorException(String subject, int code, String description, Message reply) {
        super("The service on \"%s\" answered with the error %d: %s".formatted(subject, code, description), null);
        this.code = code;
        this.description = description;
        this.reply = reply;
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
     * The reply itself, with its body and headers.
     *
     * @return the reply
     */
    public Message reply() {
        return reply;
    }
}
