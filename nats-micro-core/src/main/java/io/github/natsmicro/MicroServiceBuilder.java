// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.Verb;
import io.nats.client.NUID;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Describes a service before it is started. It is not safe for use by several threads. */
public final class MicroServiceBuilder {

    private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(8);
    private static final int DEFAULT_HANDLER_THREADS = 256;

    private final Transport transport;
    private final String name;
    private final String version;
    private String description = "";
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private QueueGroup queueGroup = QueueGroup.inherited();
    private String apiPrefix = Verb.DEFAULT_PREFIX;
    private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
    private String id = "";
    private Clock clock = Clock.systemUTC();
    private LongSupplier ticker = System::nanoTime;
    private FailurePolicy failurePolicy = FailurePolicy.REPORT;
    private boolean errorDetails;
    private @Nullable PayloadCodec codec;
    private @Nullable HandlerThreads handlerThreads;
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<ServiceListener> listeners = new ArrayList<>();
    private final List<Consumer<MicroService>> content = new ArrayList<>();

    MicroServiceBuilder(Transport transport, String name, String version) {
        this.transport = transport;
        this.name = Grammar.serviceName(name);
        this.version = Grammar.version(version);
    }

    /**
     * Describes what the service is for.
     *
     * @param description a line of text
     * @return this builder
     */
    public MicroServiceBuilder description(String description) {
        this.description = description;
        return this;
    }

    /**
     * Adds metadata, which clients see with every document of the service.
     *
     * @param key the key; those that begin with {@code _nats} are reserved
     * @param value the value
     * @return this builder
     */
    public MicroServiceBuilder metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds metadata, which clients see with every document of the service.
     *
     * @param added the metadata to add
     * @return this builder
     */
    public MicroServiceBuilder metadata(Map<String, String> added) {
        metadata.putAll(added);
        return this;
    }

    /**
     * Chooses the queue group of all endpoints that choose none themselves; {@code q} by default.
     *
     * @param queueGroup the choice
     * @return this builder
     */
    public MicroServiceBuilder queueGroup(QueueGroup queueGroup) {
        this.queueGroup = queueGroup;
        return this;
    }

    /**
     * Chooses the prefix of the control subjects; {@code $SRV} by default.
     *
     * @param apiPrefix a subject without wildcards
     * @return this builder
     * @throws IllegalArgumentException if the prefix is not valid
     */
    public MicroServiceBuilder apiPrefix(String apiPrefix) {
        this.apiPrefix = Grammar.apiPrefix(apiPrefix);
        return this;
    }

    /**
     * Chooses how long a service that stops waits for the requests that it has got; 8 seconds by default,
     * which is less than Spring and most orchestrators give.
     *
     * @param drainTimeout the time in all, not for each request; zero to wait for none
     * @return this builder
     */
    public MicroServiceBuilder drainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
        return this;
    }

    /**
     * Chooses the id of this instance, for tests; else one is made that no other has.
     *
     * @param id one token of a subject, without wildcards
     * @return this builder
     * @throws IllegalArgumentException if the id is not valid
     */
    public MicroServiceBuilder id(String id) {
        this.id = Grammar.serviceId(id);
        return this;
    }

    /**
     * Chooses the clock that tells when the service was started, for tests; the system's by default.
     *
     * @param clock the clock
     * @return this builder
     */
    public MicroServiceBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Chooses what measures processing times, for tests; {@link System#nanoTime()} by default.
     *
     * @param ticker tells nanoseconds since any moment
     * @return this builder
     */
    public MicroServiceBuilder ticker(LongSupplier ticker) {
        this.ticker = ticker;
        return this;
    }

    /**
     * Chooses what happens when the server refuses a subscription; {@link FailurePolicy#REPORT} by default. The service
     * hears of it if the connection was made with a {@link io.github.natsmicro.transport.NatsTroubleListener}.
     *
     * @param failurePolicy the choice
     * @return this builder
     */
    public MicroServiceBuilder failurePolicy(FailurePolicy failurePolicy) {
        this.failurePolicy = failurePolicy;
        return this;
    }

    /**
     * Chooses whether a caller learns what exception a handler has thrown that is no {@link ServiceException}. By default it
     * does not, as the text may tell what is nobody's business; then it reads {@code Internal Server Error}.
     *
     * @param errorDetails whether the description of the error is the exception's text
     * @return this builder
     */
    public MicroServiceBuilder errorDetails(boolean errorDetails) {
        this.errorDetails = errorDetails;
        return this;
    }

    /**
     * Chooses how objects become payloads; JSON by Jackson 2 by default.
     *
     * @param codec the codec
     * @return this builder
     */
    public MicroServiceBuilder codec(PayloadCodec codec) {
        this.codec = codec;
        return this;
    }

    /**
     * Chooses the threads that call handlers, which several services may share; a pool of 256 of its own by default.
     *
     * @param handlerThreads the threads; they are not closed with the service
     * @return this builder
     */
    public MicroServiceBuilder handlerThreads(HandlerThreads handlerThreads) {
        this.handlerThreads = handlerThreads;
        return this;
    }

    /**
     * Adds an interceptor around all handlers of the service, inside of those that were added before.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public MicroServiceBuilder addInterceptor(Interceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener hears what happens to the service
     * @return this builder
     */
    public MicroServiceBuilder addListener(ServiceListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Adds an endpoint whose subject is its name.
     *
     * @param endpointName the endpoint's name
     * @param handler handles its requests
     * @return this builder
     */
    public MicroServiceBuilder addEndpoint(String endpointName, Handler handler) {
        return addEndpoint(endpointName, EndpointOptions.defaults(), handler);
    }

    /**
     * Adds an endpoint.
     *
     * @param endpointName the endpoint's name
     * @param options what else was chosen for it
     * @param handler handles its requests
     * @return this builder
     */
    public MicroServiceBuilder addEndpoint(String endpointName, EndpointOptions options, Handler handler) {
        content.add(service -> service.addEndpoint(endpointName, options, handler));
        return this;
    }

    /**
     * Adds an endpoint that answers later and whose subject is its name.
     *
     * @param endpointName the endpoint's name
     * @param handler handles its requests
     * @return this builder
     */
    public MicroServiceBuilder addAsyncEndpoint(String endpointName, AsyncHandler handler) {
        return addAsyncEndpoint(endpointName, EndpointOptions.defaults(), handler);
    }

    /**
     * Adds an endpoint that answers later.
     *
     * @param endpointName the endpoint's name
     * @param options what else was chosen for it
     * @param handler handles its requests
     * @return this builder
     */
    public MicroServiceBuilder addAsyncEndpoint(String endpointName, EndpointOptions options, AsyncHandler handler) {
        content.add(service -> service.addAsyncEndpoint(endpointName, options, handler));
        return this;
    }

    /**
     * Adds a group.
     *
     * @param groupName the prefix of its endpoints' subjects; an empty one adds none
     * @param members adds endpoints and groups to the group
     * @return this builder
     */
    public MicroServiceBuilder addGroup(String groupName, Consumer<Group> members) {
        return addGroup(groupName, QueueGroup.inherited(), members);
    }

    /**
     * Adds a group with a choice of queue group.
     *
     * @param groupName the prefix of its endpoints' subjects; an empty one adds none
     * @param groupQueueGroup the choice for its endpoints
     * @param members adds endpoints and groups to the group
     * @return this builder
     */
    public MicroServiceBuilder addGroup(String groupName, QueueGroup groupQueueGroup, Consumer<Group> members) {
        content.add(service -> members.accept(service.addGroup(groupName, groupQueueGroup)));
        return this;
    }

    /**
     * Builds the service without starting it.
     *
     * @return the service
     * @throws IllegalArgumentException if something that was given is not valid
     */
    public MicroService build() {
        ServiceConfig config = new ServiceConfig(
                name,
                version,
                id.isEmpty() ? NUID.nextGlobal() : id,
                description,
                metadata,
                queueGroup,
                apiPrefix,
                drainTimeout,
                interceptors,
                failurePolicy,
                errorDetails,
                codec == null ? new Jackson2PayloadCodec(DefaultJsonMapper.create(), "Jackson 2 by default") : codec,
                clock,
                ticker);
        boolean ownThreads = handlerThreads == null;
        HandlerThreads threads =
                handlerThreads == null ? HandlerThreads.pool(name, DEFAULT_HANDLER_THREADS) : handlerThreads;
        MicroService service = new MicroService(config, transport, threads, ownThreads, listeners);
        content.forEach(addition -> addition.accept(service));
        return service;
    }

    /**
     * Builds the service and starts it.
     *
     * @return the running service
     * @throws IllegalArgumentException if something that was given is not valid
     * @throws ServiceStartException if the server did not confirm
     */
    public MicroService start() {
        return build().start();
    }
}
