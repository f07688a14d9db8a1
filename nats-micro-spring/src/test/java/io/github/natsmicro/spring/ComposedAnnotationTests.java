// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.wire.EndpointInfo;
import io.github.natsmicro.wire.InfoResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/** Annotations of users that carry ours. */
class ComposedAnnotationTests {

    private static NatsContext nats;
    private static InfoResponse info;

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @NatsService(name = "orders", version = "1.2.0", description = "Orders")
    @NatsGroup("orders")
    @Component
    @interface OrdersController {

        @AliasFor(annotation = NatsGroup.class, attribute = "value")
        String group() default "orders";

        @AliasFor(annotation = NatsService.class, attribute = "version")
        String version() default "1.2.0";

        @AliasFor(annotation = Component.class, attribute = "value")
        String bean() default "";
    }

    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @NatsEndpoint(queueGroup = "queries", metadata = "kind=query")
    @interface Query {

        @AliasFor(annotation = NatsEndpoint.class, attribute = "subject")
        String value();

        @AliasFor(annotation = NatsEndpoint.class)
        String timeout() default "1s";
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Query("status")
    @interface StatusQuery {}

    @OrdersController(group = "composed.${place}", version = "2.0.0", bean = "controller")
    static class Controller {

        @Query("find")
        @NatsEndpoint("find.directly")
        String find() {
            return "found";
        }

        @StatusQuery
        String status() {
            return "well";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.ANNOTATION, classes = OrdersController.class))
    static class Scan {}

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Map.of("place", "here"), Scan.class);
        info = nats.onlyService().info();
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static EndpointInfo endpoint(String subject) {
        return info.endpoints().stream()
                .filter(endpoint -> endpoint.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStereotypeMakesABeanThatBelongsToItsService() {
        assertThat(nats.context().containsBean("controller")).isTrue();
        assertThat(info.name()).isEqualTo("orders");
        assertThat(info.version()).isEqualTo("2.0.0");
        assertThat(info.description()).isEqualTo("Orders");
    }

    @Test
    void aStereotypePutsItsEndpointsIntoAGroup() {
        assertThat(nats.reply("composed.here.find", "")).isEqualTo("found");
    }

    @Test
    void anEndpointAnnotationMayStandOnAnAnnotationOfAnAnnotation() {
        assertThat(nats.reply("composed.here.status", "")).isEqualTo("well");
        assertThat(endpoint("composed.here.status").queueGroup()).isEqualTo("queries");
    }

    @Test
    void aComposedAnnotationStandsBesideADirectOne() {
        assertThat(nats.reply("composed.here.find.directly", "")).isEqualTo("found");
        assertThat(endpoint("composed.here.find.directly").queueGroup()).isEqualTo("q");
        assertThat(endpoint("composed.here.find").metadata()).isEqualTo(Map.of("kind", "query"));
    }
}
