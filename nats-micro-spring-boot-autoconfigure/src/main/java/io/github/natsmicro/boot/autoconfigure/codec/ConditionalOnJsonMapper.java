// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.codec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where the property asks for a JSON mapper, in whatever way Boot lets it be written, or for none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnJsonMapper.OnJsonMapper.class)
@interface ConditionalOnJsonMapper {

    String PROPERTY = "nats.micro.json-mapper";

    JsonMapperChoice value();

    /** The condition itself. */
    final class OnJsonMapper implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            MergedAnnotation<ConditionalOnJsonMapper> annotation =
                    metadata.getAnnotations().get(ConditionalOnJsonMapper.class);
            JsonMapperChoice wanted = annotation.getEnum(MergedAnnotation.VALUE, JsonMapperChoice.class);
            return Binder.get(context.getEnvironment())
                    .bind(PROPERTY, JsonMapperChoice.class)
                    .map(wanted::equals)
                    .orElse(true);
        }
    }
}
