// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import jakarta.validation.metadata.CascadableDescriptor;
import jakarta.validation.metadata.ContainerDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.MethodDescriptor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Checks the constraints of one method by Framework's method validation, which knows those on parameters and results, in
 * objects with {@code @Valid}, and in the elements of containers. What it does not know is added: {@link Validated} on a
 * parameter, and {@code @Valid} on a method whose result is in a {@link CompletionStage} or a {@code Reply}, or is what
 * delivers its elements one by one. A bean that a proxy of Framework checks already is not checked a second time.
 */
final class JakartaMethodValidation implements MethodValidation {

    private final MethodValidationAdapter adapter;
    private final Cascade cascade;
    private final AnnotatedMethod method;
    private final MethodParameter[] parameters;
    private final boolean argumentsConstrained;
    private final boolean resultConstrained;
    private final boolean resultCascaded;
    private final boolean elementsCascaded;
    private final Class<?>[] groups;
    private final List<ValidatedParameter> validated;
    private volatile @Nullable Boolean checkedByProxy;

    /** A parameter with {@link Validated}. */
    private record ValidatedParameter(int index, List<Class<?>> groups) {

        static Stream<ValidatedParameter> of(int index, MethodParameter parameter) {
            MergedAnnotation<Validated> annotation =
                    MergedAnnotations.from(parameter.getParameterAnnotations()).get(Validated.class);
            return annotation.isPresent()
                    ? Stream.of(
                            new ValidatedParameter(index, List.of(annotation.getClassArray(MergedAnnotation.VALUE))))
                    : Stream.empty();
        }
    }

    JakartaMethodValidation(
            MethodValidationAdapter adapter,
            AnnotatedMethod method,
            Class<?> beanType,
            @Nullable MethodDescriptor constraints) {
        this.adapter = adapter;
        this.cascade = new Cascade(adapter.getSpringValidatorAdapter());
        this.method = method;
        this.parameters = method.getMethodParameters();
        Arrays.stream(parameters)
                .forEach(parameter ->
                        parameter.initParameterNameDiscovery(DefaultParameterNameDiscoverer.getSharedInstance()));
        this.argumentsConstrained = constraints != null && areArgumentsConstrained(constraints);
        this.resultConstrained = constraints != null && isConstrained(constraints.getReturnValueDescriptor());
        this.resultCascaded = constraints != null
                && constraints.getReturnValueDescriptor().isCascaded()
                && Cascade.isOpaque(method.getMethod().getReturnType());
        this.elementsCascaded = constraints != null
                && constraints.getReturnValueDescriptor().isCascaded()
                && Cascade.isSource(method.getMethod().getReturnType());
        this.groups = groups(beanType, method.getMethod());
        this.validated = IntStream.range(0, parameters.length)
                .boxed()
                .flatMap(index -> ValidatedParameter.of(index, parameters[index]))
                .toList();
    }

    private static boolean areArgumentsConstrained(MethodDescriptor constraints) {
        return constraints.getCrossParameterDescriptor().hasConstraints()
                || constraints.getParameterDescriptors().stream().anyMatch(JakartaMethodValidation::isConstrained);
    }

    /** The questions that the method's descriptor answers itself leave out the elements of containers. */
    private static <D extends ElementDescriptor & ContainerDescriptor & CascadableDescriptor> boolean isConstrained(
            D place) {
        return place.hasConstraints()
                || place.isCascaded()
                || !place.getConstrainedContainerElementTypes().isEmpty();
    }

    /** As for a bean that is checked by a proxy: what the method says, else what the class says. */
    private static Class<?>[] groups(Class<?> beanType, Method method) {
        Validated onMethod = AnnotationUtils.findAnnotation(method, Validated.class);
        Validated annotation = onMethod == null ? AnnotationUtils.findAnnotation(beanType, Validated.class) : onMethod;
        return annotation == null ? new Class<?>[0] : annotation.value();
    }

    boolean isNeeded() {
        return argumentsConstrained || resultConstrained || !validated.isEmpty();
    }

    @Override
    public void checkArguments(Object bean, @Nullable Object[] arguments) {
        List<ParameterValidationResult> results = new ArrayList<>();
        List<MessageSourceResolvable> acrossParameters = List.of();
        if (argumentsConstrained && !isCheckedByProxy(bean)) {
            MethodValidationResult found = adapter.validateArguments(
                    ProxyLayers.innermost(bean), method.getMethod(), parameters, arguments, groups);
            results.addAll(found.getParameterValidationResults());
            acrossParameters = found.getCrossParameterValidationResults();
        }
        for (ValidatedParameter parameter : validated) {
            results.addAll(
                    cascade.check(parameters[parameter.index()], arguments[parameter.index()], parameter.groups()));
        }
        throwIfAny(bean, results, acrossParameters);
    }

    @Override
    public @Nullable Object checkResult(Object bean, @Nullable Object result) {
        if (resultConstrained && !isCheckedByProxy(bean)) {
            MethodValidationResult found = adapter.validateReturnValue(
                    ProxyLayers.innermost(bean), method.getMethod(), method.getReturnType(), result, groups);
            throwIfAny(bean, found.getParameterValidationResults(), List.of());
        }
        if (!resultCascaded) {
            return result;
        }
        return result instanceof CompletionStage<?> later
                ? later.thenApply(value -> cascaded(bean, value))
                : cascaded(bean, result);
    }

    @Override
    public void checkElement(Object bean, @Nullable Object element) {
        if (elementsCascaded) {
            cascaded(bean, element);
        }
    }

    private @Nullable Object cascaded(Object bean, @Nullable Object result) {
        throwIfAny(bean, cascade.check(method.getReturnType(), result, List.of(groups)), List.of());
        return result;
    }

    private void throwIfAny(
            Object bean, List<ParameterValidationResult> results, List<MessageSourceResolvable> acrossParameters) {
        if (!results.isEmpty() || !acrossParameters.isEmpty()) {
            throw new ViolationException(
                    MethodValidationResult.create(bean, method.getMethod(), results, acrossParameters));
        }
    }

    private boolean isCheckedByProxy(Object bean) {
        Boolean known = checkedByProxy;
        if (known == null) {
            known = ProxyLayers.areValidating(bean);
            checkedByProxy = known;
        }
        return known;
    }
}
