// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of the requests of one endpoint. */
final class EndpointLog {

    private static final Logger logger = LoggerFactory.getLogger(EndpointLog.class);

    private final String endpoint;

    EndpointLog(String endpoint) {
        this.endpoint = endpoint;
    }

    /** A handler failed. Exceptions of users may fail even when they are printed. */
    void failed(Request request, Throwable cause) {
        try {
            if (cause instanceof ReplyException refused) {
                logger.warn("A reply of endpoint \"{}\" was refused. {}", endpoint, refused.getMessage());
            } else if (!(cause instanceof ServiceException)) {
                logger.error(
                        "The handler of endpoint \"{}\" failed on subject \"{}\".", endpoint, request.subject(), cause);
            }
        } catch (RuntimeException ex) {
            logger.error(
                    "The handler of endpoint \"{}\" failed with a {} that can not be printed.",
                    endpoint,
                    cause.getClass().getName());
        }
    }

    /** Nobody waits for the answer of a handler whose time was up; that it failed is mostly why. */
    void failedLate(Request request, Throwable cause) {
        try {
            logger.debug(
                    "The handler of endpoint \"{}\" failed on subject \"{}\" after its request was over.",
                    endpoint,
                    request.subject(),
                    cause);
        } catch (RuntimeException ex) {
            logger.debug("The handler of endpoint \"{}\" failed after its request was over.", endpoint);
        }
    }

    void notSent(ReplyException failure) {
        logger.warn("A reply of endpoint \"{}\" was not sent. {}", endpoint, failure.getMessage());
    }

    void removed(int unfinished) {
        if (unfinished > 0) {
            logger.warn(
                    "The endpoint \"{}\" was removed with {} unfinished requests; those without an answer get 503.",
                    endpoint,
                    unfinished);
        }
    }

    /** Does what a user wants done, and goes on whatever comes of it. */
    void guard(Runnable action) {
        try {
            action.run();
        } catch (Throwable ex) {
            logger.warn(
                    "What was to be done at the end of a request to endpoint \"{}\" failed with a {}.",
                    endpoint,
                    ex.getClass().getName());
            logger.debug("It is this.", ex);
        }
    }
}
