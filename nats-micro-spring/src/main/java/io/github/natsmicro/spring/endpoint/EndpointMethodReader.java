// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.wire.Grammar;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Reads what the annotations of a method and its class say. Each mistake is told with its place and its remedy. */
final class EndpointMethodReader {

    private final ConfigurableListableBeanFactory beanFactory;

    EndpointMethodReader(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    EndpointMethod read(String beanName, Class<?> type, Method method, NatsEndpoint endpoint) {
        String where = "endpoint method " + EndpointMethod.describe(method);
        SignatureCheck.check(method);
        checkProxy(beanName, method, where);

        String name = resolve(endpoint.name(), "name", where);
        String checkedName = checked(
                () -> Grammar.endpointName(name.isEmpty() ? method.getName() : name),
                where,
                "Set the attribute \"name\" of @NatsEndpoint.");
        String subject = resolve(endpoint.subject(), "subject", where);
        NatsGroup group = AnnotatedElementUtils.findMergedAnnotation(type, NatsGroup.class);
        String prefix = group == null ? "" : prefix(group, type);
        String template = prefix + (subject.isEmpty() ? checkedName : subject);
        checked(
                () -> Grammar.subject(SubjectTemplate.parse(template).pattern()),
                where,
                "Correct the attribute \"subject\" of @NatsEndpoint.");
        EndpointOptions options = EndpointOptions.defaults()
                .queueGroup(queueGroup(endpoint, group, type, where))
                .metadata(MetadataEntries.parse(resolve(endpoint.metadata(), where), where));
        return new EndpointMethod(beanName, method, checkedName, template, options, service(type));
    }

    private void checkProxy(String beanName, Method method, String where) {
        Class<?> exposed = beanFactory.getType(beanName, false);
        if (exposed == null) {
            return;
        }
        try {
            AopUtils.selectInvocableMethod(method, exposed);
        } catch (IllegalStateException ex) {
            throw new InvalidDefinitionException(
                    "The %s can not be called through the proxy of bean \"%s\", which does not have it."
                            .formatted(where, beanName),
                    "Declare the method in an interface of the bean, or have the class proxied (proxyTargetClass=true) and"
                            + " the method not private.",
                    ex);
        }
    }

    private String prefix(NatsGroup group, Class<?> type) {
        String where = "@NatsGroup on " + type.getName();
        String value = resolve(group.value(), "value", where);
        checked(() -> Grammar.groupName(value), where, "Correct the value of @NatsGroup.");
        return value.isEmpty() ? "" : value + ".";
    }

    private QueueGroup queueGroup(NatsEndpoint endpoint, @Nullable NatsGroup group, Class<?> type, String where) {
        String own = resolve(endpoint.queueGroup(), "queueGroup", where);
        if (!own.isEmpty() || group == null) {
            return checked(
                    () -> QueueGroup.named(own), where, "Correct the attribute \"queueGroup\" of @NatsEndpoint.");
        }
        String ofGroup = "@NatsGroup on " + type.getName();
        String name = resolve(group.queueGroup(), "queueGroup", ofGroup);
        return checked(() -> QueueGroup.named(name), ofGroup, "Correct the attribute \"queueGroup\" of @NatsGroup.");
    }

    private @Nullable ServiceAttributes service(Class<?> type) {
        NatsService service = AnnotatedElementUtils.findMergedAnnotation(type, NatsService.class);
        if (service == null) {
            return null;
        }
        String where = "@NatsService on " + type.getName();
        String name = resolve(service.name(), "name", where);
        String version = resolve(service.version(), "version", where);
        checked(() -> Grammar.serviceName(name), where, "Correct the attribute \"name\" of @NatsService.");
        checked(() -> Grammar.version(version), where, "Correct the attribute \"version\" of @NatsService.");
        String queueGroup = resolve(service.queueGroup(), "queueGroup", where);
        checked(() -> QueueGroup.named(queueGroup), where, "Correct the attribute \"queueGroup\" of @NatsService.");
        return new ServiceAttributes(
                type.getName(),
                name,
                version,
                resolve(service.description(), "description", where),
                MetadataEntries.parse(resolve(service.metadata(), where), where),
                queueGroup);
    }

    private String[] resolve(String[] texts, String where) {
        return Arrays.stream(texts)
                .map(text -> resolve(text, "metadata", where))
                .toArray(String[]::new);
    }

    private String resolve(String text, String attribute, String where) {
        try {
            return Objects.requireNonNullElse(beanFactory.resolveEmbeddedValue(text), "");
        } catch (IllegalArgumentException ex) {
            throw new InvalidDefinitionException(
                    "The attribute \"%s\" of the %s can not be resolved: %s."
                            .formatted(attribute, where, ex.getMessage()),
                    "Define the property, or give the placeholder a default as in ${name:default}.",
                    ex);
        }
    }

    private static <T> T checked(Supplier<T> value, String where, String action) {
        try {
            return value.get();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at(where, ex, action);
        }
    }
}
