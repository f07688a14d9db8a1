// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.NatsExceptionHandler;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DelegatingMessageSource;
import org.springframework.util.ClassUtils;

/**
 * Makes the exception mappings of endpoints. The beans that take part are found once, and created when they are asked first.
 */
final class ExceptionMappingFactory {

    private static final Logger logger = LoggerFactory.getLogger(ExceptionMappingFactory.class);

    private final ConfigurableListableBeanFactory beanFactory;
    private final List<AdviceBean> advices;
    private final List<OrderedBean> functions;
    private final MessageSource messages;
    private final ResponseStatusReader status;
    private final ErrorSource web;
    private final ArgumentKinds kinds;
    private final Map<Class<?>, ExceptionHandlerMethods> methods = new ConcurrentHashMap<>();

    ExceptionMappingFactory(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.advices = AdviceBean.all(beanFactory);
        this.functions = OrderedBean.all(beanFactory, NatsExceptionHandler.class, type -> true);
        this.messages = beanFactory.containsBean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME)
                ? beanFactory.getBean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME, MessageSource.class)
                : new DelegatingMessageSource();
        this.kinds = ArgumentKinds.of(beanFactory);
        this.status = new ResponseStatusReader(beanFactory::resolveEmbeddedValue, messages);
        this.web = isPresent("org.springframework.web.ErrorResponse") ? new SpringWebErrors(messages) : object -> null;
        advices.stream()
                .filter(advice ->
                        methodsOf(advice.getBeanType(), advice.beanName()).isEmpty())
                .forEach(advice -> logger.warn(
                        "The class {} has @NatsEndpointAdvice, but no method with @MessageExceptionHandler. It handles nothing;"
                                + " @ExceptionHandler of Spring MVC is not read here.",
                        advice.getBeanType().getName()));
    }

    private static boolean isPresent(String className) {
        return ClassUtils.isPresent(className, ExceptionMappingFactory.class.getClassLoader());
    }

    /**
     * Makes the mapping of an endpoint.
     *
     * @param beanName the bean, which need not exist yet
     * @param method the method
     * @param resolvers find the arguments of exception handler methods
     * @throws io.github.natsmicro.spring.contract.InvalidDefinitionException if exception handler methods can not be used
     */
    ExceptionMapping create(String beanName, Method method, ArgumentResolvers resolvers) {
        Class<?> beanType = TargetClasses.find(beanFactory, beanName);
        Class<?> type = beanType == null ? method.getDeclaringClass() : beanType;
        KnownErrors known = knownErrors(type, method);
        ExceptionResults results = new ExceptionResults(status, web, known);
        List<ExceptionStage> stages = new ArrayList<>();
        ExceptionHandlerMethods own = methodsOf(type, beanName);
        if (!own.isEmpty()) {
            stages.add(new AnnotatedExceptionStage(
                    "The exception handler of bean \"" + beanName + "\"",
                    own,
                    ExceptionStage.Failure::bean,
                    resolvers,
                    results));
        }
        for (AdviceBean advice : advices) {
            ExceptionHandlerMethods advising = methodsOf(advice.getBeanType(), advice.beanName());
            if (!advising.isEmpty() && advice.isApplicableToBeanType(type)) {
                stages.add(new AnnotatedExceptionStage(
                        "The advice " + advice, advising, failure -> advice.resolveBean(), resolvers, results));
            }
        }
        functions.forEach(function -> stages.add(new FunctionalStage(function)));
        stages.add(known);
        return new ExceptionMapping(stages);
    }

    private ExceptionHandlerMethods methodsOf(Class<?> type, String beanName) {
        return methods.computeIfAbsent(type, ignored -> {
            Class<?> exposed = beanFactory.getType(beanName, false);
            return ExceptionHandlerMethods.of(type, exposed == null ? type : exposed);
        });
    }

    private KnownErrors knownErrors(Class<?> type, Method method) {
        List<ErrorSource> sources = new ArrayList<>(List.of(status, KnownErrors::declared, web));
        if (isPresent("jakarta.validation.ConstraintViolation")) {
            sources.add(new ViolationErrors(type, method, kinds, messages));
        }
        sources.add(KnownErrors::ofLibraries);
        return new KnownErrors(sources);
    }

    private record FunctionalStage(OrderedBean bean) implements ExceptionStage {

        @Override
        public CompletionStage<Optional<Reply<?>>> answer(Failure failure) throws Exception {
            @Nullable
            Reply<?> answer = ((NatsExceptionHandler) bean.get())
                    .handle(failure.exception(), failure.message().request());
            return CompletableFuture.completedFuture(Optional.ofNullable(answer));
        }

        @Override
        public String toString() {
            return "The exception handler " + bean;
        }
    }
}
