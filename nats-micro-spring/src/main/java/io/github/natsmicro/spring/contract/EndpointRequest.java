// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.Request;

/** A request as a function sees it: the engine's, and the variables of the endpoint's subject. */
public interface EndpointRequest extends Request {

    /**
     * A part of the subject.
     *
     * @param name the name of the variable, as in {@code get.{id}}
     * @return the token, or the tokens of {@code {*name}}
     * @throws IllegalArgumentException if the endpoint's subject has no such variable
     */
    String variable(String name);

    /**
     * A part of the subject, converted by the application's conversion service.
     *
     * @param <T> the type
     * @param name the name of the variable, as in {@code get.{id}}
     * @param type the type
     * @return the value
     * @throws IllegalArgumentException if the endpoint's subject has no such variable
     * @throws io.github.natsmicro.ServiceException with the code 400 if the token is no such value
     */
    <T> T variable(String name, Class<T> type);
}
