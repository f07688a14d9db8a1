// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.client.ErrorReplyException;
import io.github.natsmicro.spring.contract.ValidationErrors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the errors of a service are over HTTP. */
@RestControllerAdvice
class ServiceErrors {

    @ExceptionHandler
    ProblemDetail errorOfTheService(ErrorReplyException failure) {
        HttpStatus status = HttpStatus.resolve(failure.code());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status == null || !status.isError() ? HttpStatus.BAD_GATEWAY : status, failure.description());
        if (failure.code() == 400 && failure.body().length > 0) {
            ValidationErrors invalid = failure.body(ValidationErrors.class);
            if (invalid != null) {
                problem.setProperty("errors", invalid.errors());
            }
        }
        return problem;
    }

    @ExceptionHandler
    ProblemDetail nobodyThere(NoRespondersException failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The service does not run");
    }

    @ExceptionHandler
    ProblemDetail tooLate(RequestTimeoutException failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, "The service did not answer in time");
    }

    @ExceptionHandler
    ProblemDetail otherwise(RequestException failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "The service could not be called");
    }
}
