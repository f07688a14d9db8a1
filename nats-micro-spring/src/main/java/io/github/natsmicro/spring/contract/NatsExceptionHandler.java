// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.Request;
import org.jspecify.annotations.Nullable;

/**
 * Answers exceptions of endpoints. Beans of this type are asked in the order of {@link
 * org.springframework.core.annotation.Order} or {@link org.springframework.core.Ordered}.
 *
 * <p>An exception may come from the arguments, their validation, the creation of the bean, the method, the {@link
 * java.util.concurrent.CompletionStage} that it returned, or the writing of what it returned. Whoever answers first ends the
 * search. These are asked, in this order:
 *
 * <ol>
 *   <li>{@link org.springframework.messaging.handler.annotation.MessageExceptionHandler} methods of the endpoint's bean. Of
 *       several the one with the most specific type is called, for the exception, else for its cause. It may take the
 *       exception, its causes, and whatever an endpoint method may.
 *   <li>Those of {@link io.github.natsmicro.spring.annotation.NatsEndpointAdvice} beans that select the endpoint's class.
 *   <li>Beans of this type.
 *   <li>{@link io.github.natsmicro.spring.annotation.NatsResponseStatus} on the exception's class.
 *   <li>A {@link io.github.natsmicro.ServiceException}, with its code, description, body and headers.
 *   <li>What is known of others: a {@code org.springframework.web.ErrorResponse}, such as a {@code ResponseStatusException},
 *       with its status, its detail as the description and its problem as the body; an exception with
 *       {@code @ResponseStatus} of spring-web; constraints that the arguments violate
 *       {@code 400} with {@link ValidationErrors} as the body; a payload, header or variable that can not be read {@code
 *       400}; a content type that no codec reads {@code 415}, or none writes {@code 406}; {@link
 *       java.util.concurrent.TimeoutException} and a {@link io.github.natsmicro.client.RequestTimeoutException} {@code 504};
 *       {@link io.github.natsmicro.client.NoRespondersException} and {@link
 *       java.util.concurrent.RejectedExecutionException} {@code 503}.
 *   <li>Else the engine answers {@code 500} with a neutral text, and logs the exception.
 * </ol>
 *
 * <p>Steps 4 to 6 look at the exception first, then at its cause, and so on, so that what is outside counts: a {@code
 * ServiceException} is answered as it is, whatever caused it. A result that violates its constraints, and an object that can
 * not be written, is no mistake of the caller, so that it comes to step 7.
 *
 * <p>A {@code MessageExceptionHandler} method may return a {@link Reply}, which is sent as it is: {@link Reply#of} makes the
 * request good, and it does not count as an error. Anything else is the body of an error: an object of any type, a {@link
 * org.springframework.messaging.Message} with its headers, the value of an {@link java.util.Optional}; {@code null} and
 * {@code void} for no body, unless the method has answered the {@link Request} itself. Code and description of that error are
 * those of {@code NatsResponseStatus} or {@code ResponseStatus} on the method, else of the {@code ErrorResponse} or {@code ProblemDetail} that was
 * returned, else what steps 4 to 6 say of the exception, else {@code 500}. All of this may come later, as a {@code
 * CompletionStage} or a publisher of one element.
 *
 * <p>A streaming endpoint is answered with a stream: a good reply is its one element, if it has a body. A stream that has
 * begun is ended, by an error if that is the answer.
 *
 * <p>A handler that fails itself, or can not be created, is logged with the exception that it was to answer, and the next
 * one is asked for that same exception. One that throws just that exception says that it is not its own.
 *
 * <p>Two kinds never come here and go to the engine at once: a {@link io.github.natsmicro.ReplyException}, as there is nobody
 * left to answer, and a {@link VirtualMachineError}.
 *
 * <p>The statistics show the code and the description of the answer. What was answered is logged at debug level, with a code
 * from 500 on as a warning.
 */
@FunctionalInterface
public interface NatsExceptionHandler {

    /**
     * Answers an exception.
     *
     * @param failure the exception; of a failed stage it is that behind the {@link
     *     java.util.concurrent.CompletionException}
     * @param request the request
     * @return the answer, which is good or an error; {@code null} to leave it to those that come after
     * @throws Exception if the handler fails; those that come after are asked then
     */
    @Nullable
    Reply<?> handle(Throwable failure, Request request) throws Exception;
}
