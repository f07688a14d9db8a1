// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Interceptor;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.ServiceListener;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.handler.annotation.DestinationVariable;

/** Beans that change services and endpoints, or stand around all of them. */
class CustomizerTests {

    private static NatsContext nats;

    static class Annotated {

        @NatsEndpoint
        String annotated() {
            return "annotated";
        }
    }

    @NatsService(name = "other", version = "1.0.0")
    static class Other {

        @NatsEndpoint("other.{id}")
        String other(@DestinationVariable String id) {
            return "other " + id;
        }
    }

    static class Log {

        final List<String> calls = new CopyOnWriteArrayList<>();
        final List<String> started = new CopyOnWriteArrayList<>();
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        NatsRouter router() {
            return routes -> routes.endpoint("routed", endpoint -> endpoint.handle(request -> "routed"));
        }

        @Bean
        Log log() {
            return new Log();
        }

        @Bean
        @Order(2)
        EndpointCustomizer second() {
            return (endpoint, service) -> endpoint.withOptions(
                    options -> options.metadata("order", options.metadata().get("order") + " second"));
        }

        @Bean
        @Order(1)
        EndpointCustomizer first() {
            return (endpoint, service) ->
                    endpoint.withOptions(options -> options.metadata(Map.of("order", "first", "of", service.name())));
        }

        @Bean
        EndpointCustomizer moving() {
            return (endpoint, service) ->
                    service.name().equals("other") ? endpoint.withGroup("moved").withName("renamed") : endpoint;
        }

        @Bean
        MicroServiceCustomizer customizer() {
            return (builder, service) -> builder.metadata("customized", service.name())
                    .addEndpoint("added-" + service.name(), request -> request.respond("added"));
        }

        @Bean
        @Order(2)
        Interceptor inner(Log log) {
            return (request, next) -> {
                log.calls.add("inner " + request.subject());
                return next.handle(request);
            };
        }

        @Bean
        @Order(1)
        Interceptor outer(Log log) {
            return (request, next) -> {
                log.calls.add("outer " + request.subject());
                return next.handle(request);
            };
        }

        @Bean
        ServiceListener listener(Log log) {
            return new ServiceListener() {

                @Override
                public void started(MicroService service) {
                    log.started.add(service.name());
                }
            };
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Annotated.class, Other.class, Beans.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static MicroService service(String name) {
        return nats.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void endpointCustomizersChangeAnnotatedAndRoutedEndpointsInTheirOrder() {
        assertThat(service("default-service").info().endpoints())
                .filteredOn(endpoint -> !endpoint.name().startsWith("added"))
                .hasSize(2)
                .allSatisfy(endpoint -> assertThat(endpoint.metadata())
                        .isEqualTo(Map.of("order", "first second", "of", "default-service")));
    }

    @Test
    void anEndpointCustomizerMayChangeNameAndSubject() {
        assertThat(nats.reply("moved.other.7", "")).isEqualTo("other 7");
        assertThat(service("other").endpoints().get(0).name()).isEqualTo("renamed");
    }

    @Test
    void serviceCustomizersChangeEachService() {
        assertThat(service("other").info().metadata()).containsEntry("customized", "other");
        assertThat(nats.reply("added-other", "")).isEqualTo("added");
        assertThat(nats.reply("added-default-service", "")).isEqualTo("added");
    }

    @Test
    void interceptorBeansStandAroundAllEndpointsInTheirOrder() {
        Log log = nats.context().getBean(Log.class);
        log.calls.clear();
        nats.reply("annotated", "");
        nats.reply("routed", "");
        nats.reply("moved.other.1", "");
        assertThat(log.calls)
                .containsExactly(
                        "outer annotated",
                        "inner annotated",
                        "outer routed",
                        "inner routed",
                        "outer moved.other.1",
                        "inner moved.other.1");
    }

    @Test
    void listenerBeansHearOfAllServices() {
        assertThat(nats.context().getBean(Log.class).started).containsExactly("default-service", "other");
    }

    private static void assertMistake(InvalidDefinitionException failure, String description, String action) {
        assertThat(failure.description()).isEqualTo(description);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(description + " " + action);
    }

    static class BadCustomizer implements EndpointCustomizer {

        @Override
        public EndpointDefinition customize(EndpointDefinition endpoint, ServiceDefinition service) {
            return endpoint.withSubject("a..b");
        }
    }

    @Test
    void anEndpointCustomizerThatChoosesWhatCanNotBe() {
        assertMistake(
                NatsContext.failure(Annotated.class, BadCustomizer.class),
                "The endpoint method " + Annotated.class.getName()
                        + ".annotated() (bean \"customizerTests.Annotated\") can not be used: the subject \"a..b\" must be"
                        + " tokens separated by dots, without white space or empty tokens, with '*' alone for a token and"
                        + " '>' alone at the end.",
                "Correct the EndpointCustomizer " + BadCustomizer.class.getName() + ".");
    }

    static class LosingVariables implements EndpointCustomizer {

        @Override
        public EndpointDefinition customize(EndpointDefinition endpoint, ServiceDefinition service) {
            return endpoint.withSubject("fixed");
        }
    }

    @Test
    void anEndpointCustomizerThatTakesAwayAVariable() {
        assertMistake(
                NatsContext.failure(Other.class, LosingVariables.class),
                "The parameter \"id\" of the endpoint method " + Other.class.getName()
                        + ".other(String) reads the variable \"id\", which the subject \"fixed\" does not have.",
                "Write {id} as a token of the subject, or name a variable of it with @DestinationVariable.");
    }

    static class Forgetful implements EndpointCustomizer {

        @Override
        @SuppressWarnings("NullAway") // What code without null checks may do.
        public EndpointDefinition customize(EndpointDefinition endpoint, ServiceDefinition service) {
            return null;
        }
    }

    @Test
    void anEndpointCustomizerThatReturnsNothing() {
        assertMistake(
                NatsContext.failure(Annotated.class, Forgetful.class),
                "The endpoint method " + Annotated.class.getName()
                        + ".annotated() (bean \"customizerTests.Annotated\") can not be used: the endpoint has got no"
                        + " definition.",
                "Correct the EndpointCustomizer " + Forgetful.class.getName() + ".");
    }

    @Configuration(proxyBeanMethods = false)
    static class BadServiceCustomizer {

        @Bean
        MicroServiceCustomizer customizer() {
            return (builder, service) -> builder.apiPrefix("not a prefix");
        }
    }

    @Test
    void aServiceCustomizerThatChoosesWhatCanNotBe() {
        assertMistake(
                NatsContext.failure(Annotated.class, BadServiceCustomizer.class),
                "The service \"default-service\" can not be used: the API prefix \"not a prefix\" must be tokens separated by"
                        + " dots, without white space or wildcards.",
                "Correct the value that the sentence names.");
    }
}
