// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The exception handler methods of one bean. */
final class AnnotatedExceptionStage implements ExceptionStage {

    private final String description;
    private final ExceptionHandlerMethods methods;
    private final Function<Failure, @Nullable Object> bean;
    private final ArgumentResolvers resolvers;
    private final ExceptionResults results;

    /**
     * Creates a stage.
     *
     * @param description the bean, as it is read at the beginning of a sentence
     * @param methods the methods of its class
     * @param bean the bean, {@code null} if it is not there
     * @param resolvers find the arguments
     * @param results make replies of what the methods return
     */
    AnnotatedExceptionStage(
            String description,
            ExceptionHandlerMethods methods,
            Function<Failure, @Nullable Object> bean,
            ArgumentResolvers resolvers,
            ExceptionResults results) {
        this.description = description;
        this.methods = methods;
        this.bean = bean;
        this.resolvers = resolvers;
        this.results = results;
    }

    @Override
    public CompletionStage<Optional<Reply<?>>> answer(Failure failure) throws Exception {
        Method method = methods.find(failure.exception());
        Object target = method == null ? null : bean.apply(failure);
        if (method == null || target == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Object result = new ExceptionHandlerMethod(target, method, resolvers)
                .invoke(failure.message(), Causes.of(failure.exception()).toArray());
        return results.reply(result, method, failure);
    }

    @Override
    public String toString() {
        return description;
    }
}
