// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/**
 * Handles the requests of an endpoint. It may block, and is called by several threads at once, unless the endpoint has
 * another {@link Concurrency}.
 *
 * <p>What it throws is answered: a {@link ServiceException} as it is, anything else with {@code 500} and a neutral text.
 * A handler that returns without having answered leaves its caller without an answer; one that wants to answer later is
 * an {@link AsyncHandler}.
 */
@FunctionalInterface
public interface Handler {

    /**
     * Handles a request.
     *
     * @param request the request
     * @throws Exception to answer with an error
     */
    void handle(Request request) throws Exception;
}
