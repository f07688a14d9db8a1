// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Which of the annotations of a class or a method count: those of the nearest place that has any. Where there are several at
 * that place, they are alternatives.
 */
final class NearestAnnotations {

    /**
     * An annotation where it was found.
     *
     * @param <A> its type
     * @param annotation the annotation, merged with what stands on its meta-annotations
     * @param owner the class that has it, or whose method has it
     */
    record Found<A extends Annotation>(A annotation, Class<?> owner) {}

    private NearestAnnotations() {}

    /** Those of a method, else of the methods that it overrides. */
    static <A extends Annotation> List<Found<A>> ofMethod(AnnotatedElement method, Class<A> annotation) {
        return nearest(method, annotation, SearchStrategy.TYPE_HIERARCHY);
    }

    /**
     * Those of a class, else of its base classes, else of the class or interface that declares the endpoint, else of any
     * interface: an implementation of several interfaces has each endpoint where its own interface puts it.
     */
    static <A extends Annotation> List<Found<A>> ofType(Class<?> type, Class<?> declaring, Class<A> annotation) {
        return Stream.of(
                        nearest(type, annotation, SearchStrategy.SUPERCLASS),
                        nearest(declaring, annotation, SearchStrategy.TYPE_HIERARCHY),
                        nearest(type, annotation, SearchStrategy.TYPE_HIERARCHY))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static <A extends Annotation> List<Found<A>> nearest(
            AnnotatedElement element, Class<A> annotation, SearchStrategy strategy) {
        List<MergedAnnotation<A>> all =
                MergedAnnotations.from(element, strategy).stream(annotation).toList();
        return all.stream()
                .filter(found -> found.getAggregateIndex() == all.get(0).getAggregateIndex())
                .map(found -> new Found<>(found.synthesize(), owner(found)))
                .toList();
    }

    private static Class<?> owner(MergedAnnotation<?> found) {
        Object source = Objects.requireNonNull(found.getSource(), "An annotation has a source.");
        return source instanceof java.lang.reflect.Member member ? member.getDeclaringClass() : (Class<?>) source;
    }
}
