// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of the requests of one endpoint. */
final class EndpointLog {

    private static final Logger logger = LoggerFactory.getLogger(EndpointLog.class);

    private static final int INTERNAL = 500;

    private final String endpoint;

    EndpointLog(String endpoint) {
        this.endpoint = endpoint;
    }

    /** A handler failed. Exceptions of users may fail even when they are printed. */
    void failed(Request request, Throwable cause) {
        try {
            if (cause instanceof ReplyException refused) {
                logger.warn("A reply of endpoint \"{}\" was refused. {}", endpoint, refused.getMessage());
            } else if (cause instanceof ServiceException wanted) {
                wanted(request, wanted);
            } else {
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

    /** Its caller has been told; what led to it is told here, as nobody else would hear of it. */
    private void wanted(Request request, ServiceException error) {
        if (error.getCause() == null) {
            return;
        }
        if (error.code() >= INTERNAL) {
            logger.warn(
                    "Endpoint \"{}\" answered with an error on subject \"{}\".", endpoint, request.subject(), error);
        } else {
            logger.debug(
                    "Endpoint \"{}\" answered with an error on subject \"{}\".", endpoint, request.subject(), error);
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

    void notRefused(Throwable failure) {
        logger.warn("A request to endpoint \"{}\" could not be refused.", endpoint, failure);
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

    /** Does what a user wants done at the end of a request, and goes on whatever comes of it. */
    void guard(Runnable action) {
        guard("at the end of a request", action);
    }

    /** Does what a user wants done when a stream is ready, and goes on whatever comes of it. */
    void guardReady(Runnable action) {
        guard("as soon as a stream was ready that replies", action);
    }

    private void guard(String when, Runnable action) {
        try {
            action.run();
        } catch (Throwable ex) {
            logger.warn(
                    "What was to be done {} to endpoint \"{}\" failed with a {}.",
                    when,
                    endpoint,
                    ex.getClass().getName());
            logger.debug("It is this.", ex);
        }
    }
}
