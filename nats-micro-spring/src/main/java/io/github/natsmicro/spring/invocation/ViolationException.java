// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.MethodValidationResult;

/** Framework's exception, but its message says what is wrong. Values are not shown. */
final class ViolationException extends MethodValidationException {

    private static final long serialVersionUID = 1L;

    ViolationException(MethodValidationResult result) {
        super(result);
    }

    @Override
    public String getMessage() {
        return super.getMessage()
                + Stream.concat(getAllErrors().stream(), getCrossParameterValidationResults().stream())
                        .map(ViolationException::describe)
                        .collect(Collectors.joining("; ", ": ", "."));
    }

    private static String describe(MessageSourceResolvable error) {
        return error instanceof FieldError field
                ? field.getField() + " " + field.getDefaultMessage()
                : String.valueOf(error.getDefaultMessage());
    }
}
