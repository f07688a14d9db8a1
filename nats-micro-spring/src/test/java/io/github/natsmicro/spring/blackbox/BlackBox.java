// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.ServiceDefinition;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application with services, and a plain client that knows nothing of it but subjects. */
final class BlackBox implements AutoCloseable {

    private static final long SECONDS = 10;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AnnotationConfigApplicationContext context;
    private final Connection client;

    private BlackBox(AnnotationConfigApplicationContext context) {
        this.context = context;
        this.client = NatsServer.shared().connect();
    }

    @Configuration(proxyBeanMethods = false)
    static class Base {

        @Bean
        Connection connection() {
            return NatsServer.shared().connect();
        }

        @Bean
        PayloadCodec json() {
            return new Jackson3PayloadCodec(JsonMapper.builder().build(), "the mapper of the tests");
        }

        @Bean
        PayloadCodecs codecs(Map<String, PayloadCodec> codecs) {
            return PayloadCodecs.of(codecs, "json");
        }

        @Bean
        MicroServiceRegistrar registrar(Connection connection, PayloadCodecs codecs) {
            MicroServiceRegistrar registrar = new MicroServiceRegistrar(connection, codecs);
            registrar.setDefaultService(
                    new ServiceDefinition("black-box", "1.0.0", "", Map.of(), QueueGroup.inherited()));
            return registrar;
        }

        @Bean
        NatsTemplate template(Connection connection, PayloadCodecs codecs) {
            return NatsTemplate.create(connection, codecs);
        }

        @Bean
        static LocalValidatorFactoryBean validator() {
            LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
            validator.setMessageInterpolator(new ParameterMessageInterpolator());
            return validator;
        }
    }

    static BlackBox of(Class<?>... components) {
        return of(Map.of(), components);
    }

    static BlackBox of(Map<String, Object> properties, Class<?>... components) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.register(Base.class);
        context.register(components);
        try {
            context.refresh();
        } catch (RuntimeException ex) {
            context.close();
            throw ex;
        }
        return new BlackBox(context);
    }

    AnnotationConfigApplicationContext context() {
        return context;
    }

    Connection client() {
        return client;
    }

    NatsTemplate template() {
        return context.getBean(NatsTemplate.class);
    }

    MicroService service() {
        return service("black-box");
    }

    MicroService service(String name) {
        return context.getBean(MicroServiceRegistrar.class).services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Headers headers(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    CompletableFuture<Message> later(String subject, String payload, String... headers) {
        return client.request(subject, headers(headers), payload.getBytes(StandardCharsets.UTF_8));
    }

    Message ask(String subject, String payload, String... headers) {
        return await(later(subject, payload, headers));
    }

    Message ask(String subject, byte[] payload) {
        return await(client.request(subject, payload));
    }

    /** Whether somebody listens, as the server says it. */
    boolean isServed(String subject) throws Exception {
        try {
            client.request(subject, new byte[0]).get(SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (CancellationException ex) {
            return false;
        }
    }

    static Message await(CompletableFuture<Message> reply) {
        try {
            return reply.get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception ex) {
            throw new AssertionError("There was no reply.", ex);
        }
    }

    /** The reply as text, or {@code code:description} if it is an error. */
    String answer(String subject, String payload, String... headers) {
        Message reply = ask(subject, payload, headers);
        return isError(reply) ? error(reply) : text(reply);
    }

    static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    static JsonNode json(Message message) {
        return JSON.readTree(message.getData());
    }

    static boolean isError(Message message) {
        return !header(message, "Nats-Service-Error-Code").isEmpty();
    }

    static String error(Message message) {
        return header(message, "Nats-Service-Error-Code") + ":" + header(message, "Nats-Service-Error");
    }

    static String header(Message message, String name) {
        String value = message.hasHeaders() ? message.getHeaders().getFirst(name) : null;
        return value == null ? "" : value;
    }

    /** All messages of a stream with the one that ends it, which is empty or an error. */
    List<Message> stream(String subject, String payload, String... headers) throws Exception {
        String inbox = client.createInbox();
        Subscription replies = client.subscribe(inbox);
        client.publish(subject, inbox, headers(headers), payload.getBytes(StandardCharsets.UTF_8));
        List<Message> messages = new ArrayList<>();
        Message next;
        do {
            next = replies.nextMessage(Duration.ofSeconds(SECONDS));
            if (next == null) {
                throw new AssertionError("The stream did not end: "
                        + messages.stream().map(BlackBox::text).toList());
            }
            messages.add(next);
        } while (next.getData().length > 0 && !isError(next) && !next.isStatusMessage());
        replies.unsubscribe();
        return messages;
    }

    /** What there is to read of a stream, the end as {@code .}, or {@code code:description}. */
    List<String> texts(String subject, String payload, String... headers) throws Exception {
        return stream(subject, payload, headers).stream()
                .map(message -> isError(message) ? error(message) : message.getData().length == 0 ? "." : text(message))
                .toList();
    }

    /** What clients see of an endpoint in the statistics. */
    JsonNode stats(String endpoint) {
        return document("STATS", endpoint);
    }

    JsonNode info(String endpoint) {
        return document("INFO", endpoint);
    }

    private JsonNode document(String verb, String endpoint) {
        for (MicroService service : context.getBean(MicroServiceRegistrar.class).services()) {
            JsonNode document = json(ask("$SRV." + verb + "." + service.name() + "." + service.id(), new byte[0]));
            for (JsonNode node : document.get("endpoints")) {
                if (node.get("name").asString().equals(endpoint)) {
                    return node;
                }
            }
        }
        throw new AssertionError("No endpoint " + endpoint);
    }

    @Override
    public void close() throws Exception {
        context.close();
        client.close();
    }
}
