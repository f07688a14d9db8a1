// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where the services of a test stand on something, in whatever way Boot lets it be written. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnTestTransport.OnTestTransport.class)
@interface ConditionalOnTestTransport {

    TestTransport value();

    /** The condition itself. */
    final class OnTestTransport extends SpringBootCondition {

        private static final String PROPERTY = "nats.micro.test.transport";

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            TestTransport wanted = metadata.getAnnotations()
                    .get(ConditionalOnTestTransport.class)
                    .getEnum(MergedAnnotation.VALUE, TestTransport.class);
            TestTransport chosen = Binder.get(context.getEnvironment())
                    .bind(PROPERTY, TestTransport.class)
                    .orElse(TestTransport.IN_PROCESS);
            return new ConditionOutcome(
                    wanted == chosen,
                    ConditionMessage.forCondition(ConditionalOnTestTransport.class)
                            .because("%s is %s".formatted(PROPERTY, chosen)));
        }
    }
}
