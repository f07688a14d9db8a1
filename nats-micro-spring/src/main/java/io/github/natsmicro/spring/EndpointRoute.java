// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.EndpointFunction;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * An endpoint that a {@link NatsRouter} defines: what is chosen for it, and what handles its requests, which is a function or
 * a method of a bean. What they return is the reply, as with a method that has {@link
 * io.github.natsmicro.spring.annotation.NatsEndpoint}.
 */
public final class EndpointRoute {

    private final String name;
    private final List<UnaryOperator<EndpointOptions>> choices = new ArrayList<>();
    private final List<RouteTarget> targets = new ArrayList<>();
    private String subject;
    private boolean streaming;
    private @Nullable String codec;
    private @Nullable String produces;
    private @Nullable Reply<?> whenEmpty;

    EndpointRoute(String name) {
        this.name = name;
        this.subject = name;
    }

    String name() {
        return name;
    }

    List<RouteTarget> targets() {
        return targets;
    }

    EndpointDefinition definition(RouteScope scope) {
        EndpointOptions options = scope.options().queueGroup(scope.queueGroupOfGroups());
        for (UnaryOperator<EndpointOptions> choice : choices) {
            options = choice.apply(options);
        }
        return new EndpointDefinition(name, subject, scope.prefix(), options, streaming, codec, produces, whenEmpty);
    }

    /**
     * Chooses the subject below the groups; by default it is the name.
     *
     * @param template the subject, with variables as in {@code get.{id}} or {@code files.{*path}}
     * @return this endpoint
     */
    public EndpointRoute subject(String template) {
        this.subject = template;
        return this;
    }

    /**
     * Chooses whatever the engine lets choose of an endpoint.
     *
     * @param choice changes the options; a subject that it sets is not looked at
     * @return this endpoint
     */
    public EndpointRoute options(UnaryOperator<EndpointOptions> choice) {
        choices.add(choice);
        return this;
    }

    /**
     * Adds metadata, which clients see in {@code $SRV.INFO}.
     *
     * @param key the key
     * @param value the value
     * @return this endpoint
     */
    public EndpointRoute metadata(String key, String value) {
        return options(options -> options.metadata(key, value));
    }

    /**
     * Chooses the queue group; by default it is that of the nearest group or the service.
     *
     * @param choice the choice
     * @return this endpoint
     */
    public EndpointRoute queueGroup(QueueGroup choice) {
        return options(options -> options.queueGroup(choice));
    }

    /**
     * Chooses how the handler is called; by default in parallel.
     *
     * @param choice the choice
     * @return this endpoint
     */
    public EndpointRoute concurrency(Concurrency choice) {
        return options(options -> options.concurrency(choice));
    }

    /**
     * Chooses how long a request may take; by default as long as the caller waits.
     *
     * @param time more than zero
     * @return this endpoint
     */
    public EndpointRoute timeout(Duration time) {
        return options(options -> options.timeout(time));
    }

    /**
     * Adds an interceptor inside of those of the service and the groups, and of those that were added before.
     *
     * @param interceptor the interceptor
     * @return this endpoint
     */
    public EndpointRoute interceptor(Interceptor interceptor) {
        return options(options -> options.interceptor(interceptor));
    }

    /**
     * Lets the endpoint answer with any number of messages and an empty one at the end.
     *
     * @return this endpoint
     */
    public EndpointRoute streaming() {
        this.streaming = true;
        return this;
    }

    /**
     * Chooses the codec that reads and writes payloads where the caller says nothing else.
     *
     * @param nameOrContentType the name of a codec bean, or the content type of a codec
     * @return this endpoint
     */
    public EndpointRoute codec(String nameOrContentType) {
        this.codec = nameOrContentType;
        return this;
    }

    /**
     * Chooses the content type that each reply declares, also to callers who have not asked.
     *
     * @param contentType the content type
     * @return this endpoint
     */
    public EndpointRoute produces(String contentType) {
        this.produces = contentType;
        return this;
    }

    /**
     * Answers with an error where there is no value to reply: an empty {@code Optional} or {@code Mono}, or {@code null}.
     *
     * @param errorCode the code
     * @param errorDescription what there is not, in one line
     * @return this
     * @throws IllegalArgumentException if the description is blank
     */
    public EndpointRoute whenEmpty(int errorCode, String errorDescription) {
        this.whenEmpty = Reply.error(errorCode, errorDescription);
        return this;
    }

    /**
     * Has a function handle the requests that reads the payload itself, if at all.
     *
     * @param function the function
     * @return this endpoint
     */
    public EndpointRoute handle(RequestFunction function) {
        return function(null, (payload, request) -> function.handle(request));
    }

    /**
     * Has a function handle the requests.
     *
     * @param <T> what the payload is read as
     * @param payload what the payload is read as
     * @param function the function
     * @return this endpoint
     */
    public <T> EndpointRoute handle(Class<T> payload, PayloadFunction<T> function) {
        return handle(payload, (value, request) -> function.handle(value));
    }

    /**
     * Has a function handle the requests.
     *
     * @param <T> what the payload is read as
     * @param payload what the payload is read as
     * @param function the function
     * @return this endpoint
     */
    public <T> EndpointRoute handle(Class<T> payload, EndpointFunction<T> function) {
        return function(payload, function);
    }

    /**
     * Has a function handle the requests.
     *
     * @param <T> what the payload is read as
     * @param payload what the payload is read as
     * @param function the function
     * @return this endpoint
     */
    public <T> EndpointRoute handle(ParameterizedTypeReference<T> payload, PayloadFunction<T> function) {
        return handle(payload, (value, request) -> function.handle(value));
    }

    /**
     * Has a function handle the requests.
     *
     * @param <T> what the payload is read as
     * @param payload what the payload is read as
     * @param function the function
     * @return this endpoint
     */
    public <T> EndpointRoute handle(ParameterizedTypeReference<T> payload, EndpointFunction<T> function) {
        return function(payload.getType(), function);
    }

    private EndpointRoute function(@Nullable Type payload, EndpointFunction<?> function) {
        targets.add(new RouteTarget.OfFunction(payload, function));
        return this;
    }

    /**
     * Has a method of a bean handle the requests, as though it had the annotation.
     *
     * @param beanName the name of the bean
     * @param methodName the name of the method
     * @param parameterTypes the types of its parameters, where there are several methods of that name
     * @return this endpoint
     */
    public EndpointRoute method(String beanName, String methodName, Class<?>... parameterTypes) {
        targets.add(new RouteTarget.OfName(beanName, methodName, List.of(parameterTypes)));
        return this;
    }

    /**
     * Has a method of a bean handle the requests, as though it had the annotation.
     *
     * @param beanName the name of the bean
     * @param method the method, which its class or an interface of it declares
     * @return this endpoint
     */
    public EndpointRoute method(String beanName, Method method) {
        targets.add(new RouteTarget.OfMethod(beanName, method));
        return this;
    }
}
