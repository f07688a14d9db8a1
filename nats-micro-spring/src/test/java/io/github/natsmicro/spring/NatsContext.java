// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** A context with a registrar and the components of a test, and a connection of its own to call them. */
final class NatsContext implements AutoCloseable {

    static final String ERROR = "Nats-Service-Error";
    static final String ERROR_CODE = "Nats-Service-Error-Code";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final AnnotationConfigApplicationContext context;
    private final Connection client;

    private NatsContext(AnnotationConfigApplicationContext context) {
        this.context = context;
        this.client = NatsServer.shared().connect();
    }

    @Configuration(proxyBeanMethods = false)
    static class NatsConfiguration {

        @Bean(destroyMethod = "close")
        Connection connection() {
            return NatsServer.shared().connect();
        }

        @Bean
        PayloadCodec codec() {
            return new Jackson3PayloadCodec(JsonMapper.builder().build(), "the mapper of the tests");
        }

        @Bean
        PayloadCodecs codecs(Map<String, PayloadCodec> codecs) {
            return PayloadCodecs.of(codecs, "codec");
        }

        @Bean
        MicroServiceRegistrar registrar(Connection connection, PayloadCodecs codecs) {
            MicroServiceRegistrar registrar = new MicroServiceRegistrar(connection, codecs);
            registrar.setDefaultService(new ServiceDefinition(
                    "default-service", "1.0.0", "The default", Map.of("from", "test"), QueueGroup.inherited()));
            return registrar;
        }
    }

    static NatsContext start(Class<?>... components) {
        return start(context -> {}, components);
    }

    static NatsContext start(Map<String, Object> properties, Class<?>... components) {
        return start(with(properties), components);
    }

    static NatsContext start(Consumer<AnnotationConfigApplicationContext> preparation, Class<?>... components) {
        return new NatsContext(refreshed(preparation, components));
    }

    /** What a context with these components fails with. */
    static InvalidDefinitionException failure(Class<?>... components) {
        return failure(Map.of(), components);
    }

    static InvalidDefinitionException failure(Map<String, Object> properties, Class<?>... components) {
        return failure(with(properties), components);
    }

    static InvalidDefinitionException failure(
            Consumer<AnnotationConfigApplicationContext> preparation, Class<?>... components) {
        Throwable failure = Assertions.catchThrowable(
                () -> refreshed(preparation, components).close());
        // Spring wraps what a bean's start throws.
        Throwable cause = failure instanceof ApplicationContextException ? failure.getCause() : failure;
        Assertions.assertThat(cause).isInstanceOf(InvalidDefinitionException.class);
        return (InvalidDefinitionException) cause;
    }

    private static Consumer<AnnotationConfigApplicationContext> with(Map<String, Object> properties) {
        return context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("properties of the test", properties));
    }

    private static AnnotationConfigApplicationContext refreshed(
            Consumer<AnnotationConfigApplicationContext> preparation, Class<?>... components) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(NatsConfiguration.class);
        if (components.length > 0) {
            context.register(components);
        }
        preparation.accept(context);
        try {
            context.refresh();
        } catch (RuntimeException ex) {
            context.close();
            throw ex;
        }
        return context;
    }

    AnnotationConfigApplicationContext context() {
        return context;
    }

    Connection client() {
        return client;
    }

    MicroServiceRegistrar registrar() {
        return context.getBean(MicroServiceRegistrar.class);
    }

    List<MicroService> services() {
        return registrar().services();
    }

    MicroService onlyService() {
        Assertions.assertThat(services()).hasSize(1);
        return services().get(0);
    }

    /** The subjects of all endpoints of all services in their order. */
    List<String> subjects() {
        return services().stream()
                .flatMap(service -> service.endpoints().stream())
                .map(Endpoint::subject)
                .toList();
    }

    Message request(String subject, byte[] payload) {
        try {
            return client.request(subject, payload).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException ex) {
            throw new AssertionError("There was no reply on " + subject + ".", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ex);
        }
    }

    Message request(String subject, Headers headers, String payload) {
        return request(subject, headers, payload.getBytes(StandardCharsets.UTF_8));
    }

    Message request(String subject, Headers headers, byte[] payload) {
        try {
            return client.request(subject, headers, payload).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException ex) {
            throw new AssertionError("There was no reply on " + subject + ".", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ex);
        }
    }

    Message request(String subject, String payload) {
        return request(subject, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of the reply, which must not be an error. */
    String reply(String subject, String payload) {
        Message reply = request(subject, payload);
        Assertions.assertThat(header(reply, ERROR)).as("error").isEmpty();
        return text(reply);
    }

    static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    /** A header of a message, empty if it has none. */
    static String header(Message message, String name) {
        String value = message.hasHeaders() ? message.getHeaders().getFirst(name) : null;
        return value == null ? "" : value;
    }

    /** Code and description of an error reply, as {@code 400:description}; empty if it is none. */
    static String error(Message message) {
        String code = header(message, ERROR_CODE);
        return code.isEmpty() ? "" : code + ":" + header(message, ERROR);
    }

    @Override
    public void close() {
        context.close();
        try {
            client.close();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
