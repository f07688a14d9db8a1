// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whether endpoints take each other's requests: a server gives a request to one member of a queue group, whichever of the
 * subjects that match it the member listens on. Those of services that name different connections do not.
 */
final class SubjectConflicts {

    /** An endpoint, and what counts of it. */
    private record Listener(
            PlannedEndpoint endpoint, ServiceDefinition service, SubjectTemplate subject, QueueGroup queueGroup) {

        static Listener of(PlannedEndpoint endpoint, ServiceDefinition service) {
            QueueGroup own = endpoint.definition().options().queueGroup();
            QueueGroup chosen = own.equals(QueueGroup.inherited()) ? service.queueGroup() : own;
            return new Listener(
                    endpoint,
                    service,
                    endpoint.definition().template(),
                    chosen.equals(QueueGroup.inherited()) ? QueueGroup.named(QueueGroup.DEFAULT_NAME) : chosen);
        }

        boolean takesFrom(Listener other) {
            return service.connection().equals(other.service.connection())
                    && !queueGroup.equals(QueueGroup.none())
                    && queueGroup.equals(other.queueGroup)
                    && subject.overlaps(other.subject)
                    && !isSameInOtherService(other);
        }

        /** It does not matter which service a request of a method counts for that belongs to several. */
        private boolean isSameInOtherService(Listener other) {
            return !service.equals(other.service) && endpoint.describe().equals(other.endpoint.describe());
        }
    }

    private SubjectConflicts() {}

    static void check(Collection<ServicePlan> plans) {
        List<Listener> known = new ArrayList<>();
        for (ServicePlan plan : plans) {
            for (PlannedEndpoint endpoint : plan.endpoints()) {
                Listener listener = Listener.of(endpoint, plan.definition());
                known.stream().filter(listener::takesFrom).findFirst().ifPresent(first -> {
                    throw conflict(first, listener);
                });
                known.add(listener);
            }
        }
    }

    private static InvalidDefinitionException conflict(Listener first, Listener second) {
        String who = "The %s and the %s"
                .formatted(first.endpoint().describe(), second.endpoint().describe());
        String group = "in the queue group \"%s\"".formatted(first.queueGroup());
        if (first.subject().pattern().equals(second.subject().pattern())) {
            return new InvalidDefinitionException(
                    "%s listen on the same subject \"%s\" %s."
                            .formatted(who, first.subject().pattern(), group),
                    "Give one of them another subject, or its class another @NatsGroup.",
                    null);
        }
        return new InvalidDefinitionException(
                "%s listen on the subjects \"%s\" and \"%s\" %s: a request to both would reach either by chance."
                        .formatted(who, first.subject(), second.subject(), group),
                "Give one of them a subject that can not be one of the other's.",
                null);
    }
}
