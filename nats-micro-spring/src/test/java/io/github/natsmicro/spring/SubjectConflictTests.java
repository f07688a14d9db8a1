// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

/**
 * Endpoints that would take each other's requests. A server gives a request to one member of a queue group, whichever of the
 * subjects that match it the member listens on.
 */
class SubjectConflictTests {

    private static void assertMistake(InvalidDefinitionException failure, String description, String action) {
        assertThat(failure.description()).isEqualTo(description);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(description + " " + action);
    }

    @NatsGroup("conflict")
    static class Variable {

        @NatsEndpoint("{id}")
        void any() {}
    }

    @NatsGroup("conflict")
    static class Fixed {

        @NatsEndpoint
        void export() {}
    }

    @Test
    void aVariableThatTakesTheRequestsOfAnother() {
        assertMistake(
                NatsContext.failure(Variable.class, Fixed.class),
                "The endpoint method %s.any() (bean \"subjectConflictTests.Variable\") and the endpoint method %s.export()"
                                .formatted(Variable.class.getName(), Fixed.class.getName())
                        + " (bean \"subjectConflictTests.Fixed\") listen on the subjects \"conflict.{id}\" and"
                        + " \"conflict.export\" in the queue group \"q\": a request to both would reach either by"
                        + " chance.",
                "Give one of them a subject that can not be one of the other's.");
    }

    @NatsService(name = "everything", version = "1.0.0")
    static class Rest {

        @NatsEndpoint("{*rest}")
        void all() {}
    }

    @Test
    void aCatchAllOfAnotherService() {
        assertMistake(
                NatsContext.failure(Fixed.class, Rest.class),
                "The endpoint method %s.export() (bean \"subjectConflictTests.Fixed\") and the endpoint method %s.all()"
                                .formatted(Fixed.class.getName(), Rest.class.getName())
                        + " (bean \"subjectConflictTests.Rest\") listen on the subjects \"conflict.export\" and \"{*rest}\""
                        + " in the queue group \"q\": a request to both would reach either by chance.",
                "Give one of them a subject that can not be one of the other's.");
    }

    static class SameTwice {

        @NatsEndpoint("same.a")
        @NatsEndpoint("same.a")
        void get() {}
    }

    @Test
    void aMethodThatListensTwiceOnOneSubject() {
        String method =
                "endpoint method " + SameTwice.class.getName() + ".get() (bean \"subjectConflictTests.SameTwice\")";
        assertMistake(
                NatsContext.failure(SameTwice.class),
                "The %s and the %s listen on the same subject \"same.a\" in the queue group \"q\"."
                        .formatted(method, method),
                "Give one of them another subject, or its class another @NatsGroup.");
    }

    @NatsService(name = "one", version = "1.0.0")
    @NatsService(name = "two", version = "1.0.0")
    @NatsGroup("fine")
    static class NoConflict {

        @NatsEndpoint("a.{id}")
        String ofBothServices() {
            return "a";
        }

        @NatsEndpoint(value = "a.{id}", queueGroup = "others")
        String ofAnotherQueueGroup() {
            return "other";
        }

        @NatsEndpoint(value = "a.*", queueGroupDisabled = "true")
        @NatsEndpoint(value = "a.>", queueGroupDisabled = "true")
        void ofNoQueueGroup(io.github.natsmicro.Request request) {}

        @NatsEndpoint("a.{id}.more")
        String longer() {
            return "longer";
        }

        @NatsEndpoint("b.{id}")
        String different() {
            return "b";
        }
    }

    @Test
    void whatIsNoConflict() {
        try (NatsContext nats = NatsContext.start(NoConflict.class)) {
            assertThat(nats.subjects()).hasSize(12);
        }
    }
}
