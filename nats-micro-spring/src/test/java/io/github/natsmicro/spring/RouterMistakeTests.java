// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

/** What is said of mistakes in routers: description and action, whole. */
class RouterMistakeTests {

    private static final String CORRECT = "Correct what the router says of it.";

    private static void assertMistake(NatsRouter router, String description, String action) {
        InvalidDefinitionException mistake = NatsContext.failure(
                context -> context.registerBean("routes", NatsRouter.class, () -> router), Target.class);
        assertThat(mistake.description()).isEqualTo(description);
        assertThat(mistake.action()).isEqualTo(action);
        assertThat(mistake).hasMessage(description + " " + action);
    }

    @NatsService(name = "taken", version = "1.0.0", description = "Taken")
    static class Target {

        @NatsEndpoint("taken.{id}")
        String taken() {
            return "";
        }

        String overloaded(String payload) {
            return payload;
        }

        String overloaded(byte[] payload) {
            return "";
        }

        void twoPayloads(String one, String other) {}
    }

    @Test
    void aBadServiceName() {
        assertMistake(
                routes -> routes.service("my orders", "1.0.0", service -> {}),
                "The service \"my orders\" of the router \"routes\" can not be used: the service name \"my orders\" must be"
                        + " made of letters (A-Z, a-z), digits, '-' and '_'.",
                CORRECT);
    }

    @Test
    void aBadVersion() {
        assertMistake(
                routes -> routes.service("orders", "1", service -> {}),
                "The service \"orders\" of the router \"routes\" can not be used: the service version \"1\" must follow"
                        + " Semantic Versioning, for example 1.0.0.",
                CORRECT);
    }

    @Test
    void aServiceThatAClassDescribesDifferently() {
        assertMistake(
                routes -> routes.service(
                        "taken",
                        "1.0.0",
                        service -> service.description("Mine")
                                .endpoint("mine", endpoint -> endpoint.handle(request -> ""))),
                "The class " + Target.class.getName()
                        + " and the router \"routes\" describe the service \"taken\" 1.0.0 differently.",
                "Let description, metadata, queue group and connection agree, or give the services different names.");
    }

    @Test
    void aBadGroup() {
        assertMistake(
                routes -> routes.group("a..b", group -> {}),
                "The group \"a..b\" of the router \"routes\" can not be used: the group name \"a..b\" must be empty or tokens"
                        + " separated by dots, without white space, empty tokens or '>'.",
                CORRECT);
    }

    @Test
    void aBadEndpointName() {
        assertMistake(
                routes -> routes.endpoint("get order", endpoint -> endpoint.handle(request -> "")),
                "The endpoint \"get order\" of the router \"routes\" can not be used: the endpoint name \"get order\" must be"
                        + " made of letters (A-Z, a-z), digits, '-' and '_'.",
                CORRECT);
    }

    @Test
    void aBadSubject() {
        assertMistake(
                routes -> routes.endpoint(
                        "get", endpoint -> endpoint.subject("get.{id").handle(request -> "")),
                "The endpoint \"get\" of the router \"routes\" can not be used: the subject \"get.{id\" must have variables"
                        + " that stand for whole tokens, as in get.{id}.",
                CORRECT);
    }

    @Test
    void aBadOption() {
        assertMistake(
                routes -> routes.endpoint(
                        "get",
                        endpoint -> endpoint.options(options -> options.maxInFlight(0))
                                .handle(request -> "")),
                "The endpoint \"get\" of the router \"routes\" can not be used: the bound of requests in flight is 0. At"
                        + " least one must be allowed.",
                CORRECT);
    }

    @Test
    void anEndpointWithoutHandler() {
        assertMistake(
                routes -> routes.endpoint("get", endpoint -> endpoint.subject("get.{id}")),
                "The endpoint \"get\" of the router \"routes\" has no handler.",
                "Call one of the methods \"handle\" and \"method\" of the endpoint once.");
    }

    @Test
    void anEndpointWithTwoHandlers() {
        assertMistake(
                routes -> routes.endpoint(
                        "get", endpoint -> endpoint.handle(request -> "").handle(String.class, text -> text)),
                "The endpoint \"get\" of the router \"routes\" has more than one handler.",
                "Call one of the methods \"handle\" and \"method\" of the endpoint once.");
    }

    @Test
    void anUnknownCodec() {
        assertMistake(
                routes -> routes.endpoint(
                        "get", endpoint -> endpoint.codec("morse").handle(request -> "")),
                "The endpoint \"get\" of the router \"routes\" names the codec \"morse\", which is not there.",
                "Choose the name of a codec bean, or a content type that a codec has.");
    }

    @Test
    void aContentTypeThatIsNone() {
        assertMistake(
                routes -> routes.endpoint(
                        "get", endpoint -> endpoint.produces("text/*").handle(request -> "")),
                "The endpoint \"get\" of the router \"routes\" can not be used: the content type \"text/*\" that the replies"
                        + " are to declare must be one without wildcards, as in application/json.",
                CORRECT);
    }

    @Test
    void aMethodOfABeanThatIsNotThere() {
        assertMistake(
                routes -> routes.endpoint("get", endpoint -> endpoint.method("nobody", "get")),
                "The endpoint \"get\" of the router \"routes\" is to be handled by a method of the bean \"nobody\", which is"
                        + " not there.",
                "Define the bean, or correct its name.");
    }

    @Test
    void aMethodThatIsNotThere() {
        assertMistake(
                routes -> routes.endpoint("get", endpoint -> endpoint.method("routerMistakeTests.Target", "get")),
                "The endpoint \"get\" of the router \"routes\" is to be handled by the method \"get\" of the bean"
                        + " \"routerMistakeTests.Target\", but its class " + Target.class.getName()
                        + " has no such method.",
                "Correct the name of the method.");
    }

    @Test
    void aMethodOfWhichThereAreSeveral() {
        assertMistake(
                routes ->
                        routes.endpoint("get", endpoint -> endpoint.method("routerMistakeTests.Target", "overloaded")),
                "The endpoint \"get\" of the router \"routes\" is to be handled by the method \"overloaded\" of the bean"
                        + " \"routerMistakeTests.Target\", but its class " + Target.class.getName()
                        + " has several of that name.",
                "Give the types of the parameters of the one that is meant.");
    }

    @Test
    void aMethodOfAnotherClass() throws Exception {
        var other = String.class.getMethod("isEmpty");
        assertMistake(
                routes -> routes.endpoint("get", endpoint -> endpoint.method("routerMistakeTests.Target", other)),
                "The endpoint \"get\" of the router \"routes\" is to be handled by a method of java.lang.String, but the bean"
                        + " \"routerMistakeTests.Target\" is a " + Target.class.getName() + ".",
                "Name a bean that has the method.");
    }

    @Test
    void aMethodWithTwoPayloads() {
        assertMistake(
                routes ->
                        routes.endpoint("get", endpoint -> endpoint.method("routerMistakeTests.Target", "twoPayloads")),
                "The endpoint method " + Target.class.getName()
                        + ".twoPayloads(String, String) has 2 parameters for the one payload of a request.",
                "Keep one of them, and annotate the others with @Header or @DestinationVariable.");
    }

    @Test
    void aSubjectThatAnAnnotatedMethodHas() {
        assertMistake(
                routes -> routes.endpoint(
                        "get", endpoint -> endpoint.subject("taken.{key}").handle(request -> "")),
                "The endpoint method " + Target.class.getName()
                        + ".taken() (bean \"routerMistakeTests.Target\") and the endpoint \"get\" of the router \"routes\""
                        + " listen on the same subject \"taken.*\" in the queue group \"q\".",
                "Give one of them another subject, or its class another @NatsGroup.");
    }
}
