// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.MessagingAdviceBean;
import org.springframework.util.ClassUtils;

/** A bean with {@link NatsEndpointAdvice}, and which classes it advises. */
final class AdviceBean implements MessagingAdviceBean {

    private final OrderedBean bean;
    private final Class<?> type;
    private final NatsEndpointAdvice advice;
    private final List<String> packages;

    private AdviceBean(OrderedBean bean, Class<?> type, NatsEndpointAdvice advice, List<String> packages) {
        this.bean = bean;
        this.type = type;
        this.advice = advice;
        this.packages = packages;
    }

    /** All advices in their order. None of them is created for it, unless its class is an {@code Ordered}. */
    static List<AdviceBean> all(ConfigurableListableBeanFactory beanFactory) {
        return OrderedBean.all(beanFactory, Object.class, AdviceBean::isAdvice).stream()
                .flatMap(bean -> read(beanFactory, bean))
                .toList();
    }

    private static boolean isAdvice(Class<?> type) {
        return AnnotationUtils.isCandidateClass(type, NatsEndpointAdvice.class)
                && AnnotatedElementUtils.hasAnnotation(type, NatsEndpointAdvice.class);
    }

    private static Stream<AdviceBean> read(ConfigurableListableBeanFactory beanFactory, OrderedBean bean) {
        Class<?> type = bean.type();
        NatsEndpointAdvice advice =
                type == null ? null : AnnotatedElementUtils.findMergedAnnotation(type, NatsEndpointAdvice.class);
        if (type == null || advice == null) {
            return Stream.empty();
        }
        List<String> packages = Stream.concat(
                        Arrays.stream(advice.basePackages()).map(beanFactory::resolveEmbeddedValue),
                        Arrays.stream(advice.basePackageClasses()).map(ClassUtils::getPackageName))
                .map(name -> name + ".")
                .toList();
        return Stream.of(new AdviceBean(bean, type, advice, packages));
    }

    String beanName() {
        return bean.name();
    }

    @Override
    public Class<?> getBeanType() {
        return type;
    }

    @Override
    public Object resolveBean() {
        return bean.get();
    }

    @Override
    public int getOrder() {
        return bean.getOrder();
    }

    @Override
    public boolean isApplicableToBeanType(@Nullable Class<?> beanType) {
        if (packages.isEmpty() && advice.assignableTypes().length == 0 && advice.annotations().length == 0) {
            return true;
        }
        return beanType != null
                && (packages.stream().anyMatch(beanType.getName()::startsWith)
                        || Arrays.stream(advice.assignableTypes())
                                .anyMatch(selected -> selected.isAssignableFrom(beanType))
                        || Arrays.stream(advice.annotations())
                                .anyMatch(selected -> AnnotatedElementUtils.hasAnnotation(beanType, selected)));
    }

    @Override
    public String toString() {
        return bean.toString();
    }
}
