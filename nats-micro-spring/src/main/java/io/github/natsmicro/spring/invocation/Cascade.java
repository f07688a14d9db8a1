// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/** Checks an object, or each of those that a container has, where the validator does not go itself. */
final class Cascade {

    private final Supplier<? extends SmartValidator> validator;

    Cascade(Supplier<? extends SmartValidator> validator) {
        this.validator = validator;
    }

    /** Whether the validator does not see what is in objects of a type. */
    static boolean isOpaque(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type)
                || type == Reply.class
                || Message.class.isAssignableFrom(type);
    }

    /** Whether objects of a type deliver others, which the validator does not wait for. */
    static boolean isSource(Class<?> type) {
        return BaseStream.class.isAssignableFrom(type)
                || Iterator.class.isAssignableFrom(type)
                || Publishers.isPublisher(type);
    }

    /**
     * Checks what a parameter or a method has got.
     *
     * @param parameter the parameter, or the result
     * @param value its value
     * @param groups the groups to check, none for the default
     * @return what is wrong, empty if nothing is
     */
    List<ParameterValidationResult> check(MethodParameter parameter, @Nullable Object value, List<Class<?>> groups) {
        List<ParameterValidationResult> results = new ArrayList<>();
        Object content = content(value);
        Object[] hints = groups.toArray();
        if (content instanceof Map<?, ?> map) {
            map.forEach((key, element) -> check(parameter, element, hints, map, null, key, results));
        } else if (content instanceof Object[] || content instanceof Iterable<?>) {
            Iterable<?> elements = content instanceof Object[] array ? Arrays.asList(array) : (Iterable<?>) content;
            int index = 0;
            for (Object element : elements) {
                check(parameter, element, hints, elements, index++, null, results);
            }
        } else {
            check(parameter, content, hints, null, null, null, results);
        }
        return results;
    }

    private static @Nullable Object content(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof Reply<?> reply) {
            return reply.body();
        }
        return value instanceof Message<?> message ? message.getPayload() : value;
    }

    private void check(
            MethodParameter parameter,
            @Nullable Object object,
            Object[] groups,
            @Nullable Object container,
            @Nullable Integer index,
            @Nullable Object key,
            List<ParameterValidationResult> results) {
        if (object == null) {
            return;
        }
        String name = parameter.getParameterName();
        BeanPropertyBindingResult errors = new BeanPropertyBindingResult(object, name == null ? "result" : name);
        validator.get().validate(object, errors, groups);
        if (errors.hasErrors()) {
            results.add(new ParameterErrors(parameter, object, errors, container, index, key));
        }
    }
}
