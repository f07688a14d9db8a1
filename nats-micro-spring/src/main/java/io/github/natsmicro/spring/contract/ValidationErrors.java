// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import java.util.List;

/**
 * The body of the error {@code 400} that answers a request whose arguments violate their constraints. Written as JSON it is
 * {@code {"errors":[{"field":"quantity","message":"must be less than or equal to 1000","code":"Max"}]}}. A client can read it
 * as this type. The values that were refused are not in it.
 *
 * @param errors what is wrong, in the order of the fields
 */
public record ValidationErrors(List<Violation> errors) {

    /**
     * Creates a body.
     *
     * @param errors what is wrong
     */
    public ValidationErrors {
        errors = List.copyOf(errors);
    }

    /**
     * One constraint that is violated.
     *
     * @param field where: a path in the payload such as {@code items[0].sku}, or the name of a header or variable; empty for
     *     the payload as a whole
     * @param message what is wanted, as the validator or the context's messages say it
     * @param code the constraint, as its annotation is named: {@code Max}
     */
    public record Violation(String field, String message, String code) {}
}
