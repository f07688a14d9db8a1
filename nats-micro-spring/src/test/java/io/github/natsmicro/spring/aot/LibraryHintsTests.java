// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsEndpoints;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsGroups;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.annotation.NatsServices;
import io.github.natsmicro.spring.contract.ValidationErrors;
import io.github.natsmicro.wire.EndpointInfo;
import io.github.natsmicro.wire.EndpointStats;
import io.github.natsmicro.wire.InfoResponse;
import io.github.natsmicro.wire.PingResponse;
import io.github.natsmicro.wire.StatsResponse;
import io.nats.client.Options;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.aot.AotServices;

/** What a native image is told in any case. */
class LibraryHintsTests {

    private static final RuntimeHints HINTS = registered();

    private static RuntimeHints registered() {
        RuntimeHints hints = new RuntimeHints();
        AotServices.factories()
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar -> registrar.registerHints(hints, LibraryHintsTests.class.getClassLoader()));
        return hints;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                PingResponse.class,
                InfoResponse.class,
                EndpointInfo.class,
                StatsResponse.class,
                EndpointStats.class,
                ValidationErrors.class,
                ValidationErrors.Violation.class
            })
    void aDocumentCanBeWritten(Class<?> document) {
        assertThat(reflection().onType(document).withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(HINTS);
        for (RecordComponent component : document.getRecordComponents()) {
            assertThat(reflection().onMethodInvocation(component.getAccessor())).accepts(HINTS);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {PingResponse.class, InfoResponse.class, StatsResponse.class})
    void theTypeOfADocumentIsWrittenThoughItIsNoComponent(Class<?> document) {
        assertThat(reflection().onMethodInvocation(document, "type")).accepts(HINTS);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                NatsEndpoint.class,
                NatsEndpoints.class,
                NatsEndpointAdvice.class,
                NatsGroup.class,
                NatsGroups.class,
                NatsResponseStatus.class,
                NatsService.class,
                NatsServices.class
            })
    void anAnnotationCanBeReadAndMerged(Class<?> annotation) {
        assertThat(reflection().onType(annotation).withMemberCategories(MemberCategory.INVOKE_DECLARED_METHODS))
                .accepts(HINTS);
        assertThat(proxies().forInterfaces(annotation)).accepts(HINTS);
    }

    @Test
    void jnatsFindsItsVersionAndItsDataPort() {
        String version = "io/nats/jnats/version.properties";

        assertThat(Options.class.getResource("/" + version)).isNotNull();
        assertThat(resource().forResource(version)).accepts(HINTS);
        assertThat(reflection()
                        .onType(TypeReference.of(Options.DEFAULT_DATA_PORT_TYPE))
                        .withMemberCategories(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                .accepts(HINTS);
    }

    /** As the core asks for them; Java 17 does not have them. */
    @Test
    void virtualThreadsCanBeMade() {
        assertThat(methods("java.lang.Thread")).contains("ofVirtual");
        assertThat(methods("java.lang.Thread$Builder$OfVirtual"))
                .contains("name", "inheritInheritableThreadLocals", "factory");
        assertThat(methods("java.util.concurrent.Executors")).contains("newThreadPerTaskExecutor");
    }

    private static Stream<String> methods(String type) {
        TypeHint hint = HINTS.reflection().getTypeHint(TypeReference.of(type));
        return hint == null ? Stream.empty() : hint.methods().map(ExecutableHint::getName);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.github.natsmicro.spring.invocation.PayloadParameter",
                "jakarta.validation.ConstraintViolation",
                "jakarta.validation.Validator",
                "org.reactivestreams.FlowAdapters",
                "org.springframework.web.ErrorResponse",
                "reactor.core.publisher.Flux"
            })
    void whatIsLookedUpByNameIsFound(String type) {
        assertThat(reflection().onType(TypeReference.of(type))).accepts(HINTS);
    }
}
