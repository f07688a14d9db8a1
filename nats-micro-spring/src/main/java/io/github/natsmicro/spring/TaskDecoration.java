// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.ForwardingRequest;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.Request;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Has each call of a handler decorated, and each task that is handed to a request's executor. A handler's own thread is the
 * first that a request has of the application, so that its call is decorated there.
 */
final class TaskDecoration implements Interceptor {

    private final TaskDecorator decorator;

    TaskDecoration(TaskDecorator decorator) {
        this.decorator = decorator;
    }

    @Override
    public CompletionStage<?> intercept(Request request, AsyncHandler next) throws Exception {
        Call call = new Call(new DecoratingRequest(request), next);
        decorator.decorate(call).run();
        return call.result();
    }

    /** Keeps what the handler returned or threw, as a task can do neither. */
    private static final class Call implements Runnable {

        private final Request request;
        private final AsyncHandler handler;
        private @Nullable CompletionStage<?> stage;
        private @Nullable Throwable failure;

        Call(Request request, AsyncHandler handler) {
            this.request = request;
            this.handler = handler;
        }

        @Override
        public void run() {
            try {
                stage = handler.handle(request);
            } catch (Throwable ex) {
                failure = ex;
            }
        }

        CompletionStage<?> result() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
            if (stage == null) {
                throw new IllegalStateException(
                        "A TaskDecorator of the context has not called the handler of the endpoint \"%s\" on its thread. Let"
                                        .formatted(request.endpoint().name())
                                + " what it returns run the task that it got.");
            }
            return stage;
        }
    }

    private final class DecoratingRequest extends ForwardingRequest {

        DecoratingRequest(Request request) {
            super(request);
        }

        @Override
        public Executor executor() {
            Executor threads = super.executor();
            return task -> threads.execute(decorator.decorate(task));
        }
    }
}
