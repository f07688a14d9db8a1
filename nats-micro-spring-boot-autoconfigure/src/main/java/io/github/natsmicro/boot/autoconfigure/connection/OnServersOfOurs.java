// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Leaves the connection to the official {@code nats-spring} where that is on the class path and only it is told where the
 * servers are.
 */
final class OnServersOfOurs extends SpringBootCondition {

    static final String THEIRS = "io.nats.spring.boot.autoconfigure.NatsAutoConfiguration";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Servers of NATS");
        Binder binder = Binder.get(context.getEnvironment());
        boolean left = ClassUtils.isPresent(THEIRS, context.getClassLoader())
                && binder.bind("nats.spring.server", String.class).isBound()
                && !binder.bind("nats.servers", Bindable.listOf(String.class)).isBound();
        return left
                ? ConditionOutcome.noMatch(message.because("nats.spring.server is set, and nats.servers is not"))
                : ConditionOutcome.match(message.because("they are not left to nats-spring"));
    }
}
