// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.RemoteContract;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.Assert;
import org.springframework.util.StringValueResolver;

/**
 * Makes clients of interfaces with the annotations of endpoints. The same interface may be implemented by the service.
 *
 * <pre>{@code
 * @NatsGroup("orders")
 * interface Orders {
 *
 *     @NatsEndpoint(subject = "get.{id}")
 *     Optional<Order> get(@DestinationVariable String id);
 * }
 *
 * Orders orders = NatsClientProxyFactory.create(template).createClient(Orders.class);
 * }</pre>
 *
 * <p>Parameters are what they are on the side of the service: the payload ({@code @Payload}, or the one without annotation),
 * {@code @Header}, {@code @Headers}, jnats {@code Headers}, {@code Message<?>}, and {@code @DestinationVariable} for the
 * variables of the subject, whose values must be one token (several for {@code {*rest}}), or the call is refused with an
 * {@link IllegalArgumentException}. An unannotated {@link Duration} is how long to wait, {@code null} for the template's
 * time; it belongs into interfaces for clients only, as a service takes it for the payload.
 *
 * <p>A result is the body of the reply ({@code null} for an empty one); an {@code Optional}, which is empty for an empty
 * reply and for the error 404; a {@link io.github.natsmicro.spring.contract.Reply} with the headers, whose errors are not
 * thrown; a {@code Message} with the headers; {@code void}, which waits for the reply all the same; a {@code
 * CompletionStage}, {@code Mono}, or other type of one value that Spring knows to adapt to it, of all these. A streaming
 * endpoint gives a {@code Stream} (to be closed unless it is read to its end), {@code Flow.Publisher}, {@code Flux},
 * {@code Iterable} or {@code Iterator} (which is an {@link AutoCloseable}, to be closed unless it is read to its end; one
 * that was left is closed when the garbage collector finds it), or a {@code List} of all elements. How calls fail is told at
 * {@link NatsRequestSpec}.
 *
 * <p>Of a method that is several endpoints, the first is called. Default methods without annotation are called as they are.
 * An endpoint that is there for one instance only is called by a client that was made for that instance.
 */
public final class NatsClientProxyFactory {

    private final NatsTemplate template;
    private final ArgumentTexts texts;
    private final StringValueResolver values;

    private NatsClientProxyFactory(NatsTemplate template, ArgumentTexts texts, StringValueResolver values) {
        this.template = template;
        this.texts = texts;
        this.values = values;
    }

    /**
     * Makes a factory whose clients call by a template. Placeholders are not resolved.
     *
     * @param template the template
     * @return the factory
     */
    public static NatsClientProxyFactory create(NatsTemplate template) {
        return builder(template).build();
    }

    /**
     * Starts with a factory whose clients call by a template.
     *
     * @param template the template
     * @return a builder
     */
    public static Builder builder(NatsTemplate template) {
        return new Builder(template);
    }

    /**
     * Makes a client.
     *
     * @param <T> the interface
     * @param type the interface
     * @return the client, which is safe for use by several threads
     * @throws io.github.natsmicro.spring.contract.InvalidDefinitionException if a method can not be called
     */
    public <T> T createClient(Class<T> type) {
        return create(type, null);
    }

    /**
     * Makes a client that calls one instance of the service where an endpoint is there for one instance only.
     *
     * @param <T> the interface
     * @param type the interface
     * @param instanceId the id of the service's instance, as discovery tells it
     * @return the client, which is safe for use by several threads
     * @throws io.github.natsmicro.spring.contract.InvalidDefinitionException if a method can not be called
     * @throws IllegalArgumentException if the id is not one token of a subject
     */
    public <T> T createClient(Class<T> type, String instanceId) {
        return create(type, SubjectVariables.token("id of the instance", instanceId));
    }

    private <T> T create(Class<T> type, @Nullable String instanceId) {
        Assert.isTrue(
                type.isInterface(),
                () -> "A client can only be made of an interface, and %s is none.".formatted(type.getName()));
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type, RemoteContract.class},
                new ClientProxy(type, this, instanceId)));
    }

    NatsTemplate template() {
        return template;
    }

    ArgumentTexts texts() {
        return texts;
    }

    StringValueResolver values() {
        return values;
    }

    /** Makes a factory. */
    public static final class Builder {

        private final NatsTemplate.Builder template;
        private ConversionService conversion = DefaultConversionService.getSharedInstance();
        private StringValueResolver values = text -> text;

        private Builder(NatsTemplate template) {
            Assert.notNull(template, "A NatsClientProxyFactory needs a template.");
            this.template = template.mutate();
        }

        /**
         * Sets the codecs, in place of those of the template.
         *
         * @param codecs turn objects into payloads and back
         * @return this builder
         */
        public Builder codecs(PayloadCodecs codecs) {
            template.codecs(codecs);
            return this;
        }

        /**
         * Sets how long to wait for a reply, in place of the template's time.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder timeout(Duration timeout) {
            template.timeout(timeout);
            return this;
        }

        /**
         * Sets whether requests are tried again, in place of what the template does.
         *
         * @param policy how often and when; {@code null} for never
         * @return this builder
         * @see NatsTemplate.Builder#retry
         */
        public Builder retry(@Nullable RetryPolicy policy) {
            template.retry(policy);
            return this;
        }

        /**
         * Adds an interceptor inside of those of the template.
         *
         * @param interceptor the interceptor
         * @return this builder
         */
        public Builder interceptor(NatsClientInterceptor interceptor) {
            template.interceptor(interceptor);
            return this;
        }

        /**
         * Sets what turns arguments into the texts of headers and variables.
         *
         * @param conversion the conversion service
         * @return this builder
         */
        public Builder conversionService(ConversionService conversion) {
            this.conversion = conversion;
            return this;
        }

        /**
         * Sets what resolves placeholders and expressions in the annotations.
         *
         * @param resolver the resolver
         * @return this builder
         */
        public Builder embeddedValueResolver(StringValueResolver resolver) {
            this.values = resolver;
            return this;
        }

        /**
         * Makes the factory.
         *
         * @return the factory
         */
        public NatsClientProxyFactory build() {
            return new NatsClientProxyFactory(template.build(), new ArgumentTexts(conversion), values);
        }
    }
}
