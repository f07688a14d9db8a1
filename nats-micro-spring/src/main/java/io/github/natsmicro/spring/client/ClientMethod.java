// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A method of a client: its arguments become a request, and the reply its result. */
final class ClientMethod {

    private final Method method;
    private final RequestTarget target;
    private final NatsTemplate template;
    private final PayloadCodec codec;
    private final ClientArguments arguments;
    private final ClientResults results;
    private final boolean instanceOnly;
    private final @Nullable String instanceId;

    private ClientMethod(
            Class<?> type,
            Method method,
            EndpointDefinition endpoint,
            @Nullable String service,
            NatsClientProxyFactory factory,
            @Nullable String instanceId) {
        this.method = method;
        this.target = new RequestTarget(endpoint.template(), service, endpoint.name());
        this.template = factory.template();
        this.codec = codec(endpoint, method, template);
        this.arguments = ClientArguments.of(method, target.subject(), factory.texts(), factory.values());
        this.results = ClientResults.choose(type, method, endpoint.streaming());
        this.instanceOnly = endpoint.options().instanceOnly();
        this.instanceId = instanceId;
    }

    static ClientMethod of(Class<?> type, Method method, NatsClientProxyFactory factory, @Nullable String instanceId) {
        // Several endpoints are alternatives; each of them is the method.
        ContractReader reader = new ContractReader(factory.values());
        EndpointDefinition endpoint = reader.endpoints(type, method).get(0);
        String service = reader.services(type, method).stream()
                .findFirst()
                .map(ServiceAttributes::name)
                .orElse(null);
        return new ClientMethod(type, method, endpoint, service, factory, instanceId);
    }

    private static PayloadCodec codec(EndpointDefinition endpoint, Method method, NatsTemplate template) {
        PayloadCodec found = template.codecs().find(endpoint.codec());
        if (found == null) {
            throw new InvalidDefinitionException(
                    "The client method %s names the codec \"%s\", which is not there."
                            .formatted(ContractReader.describe(method), endpoint.codec()),
                    "Add such a codec to the client, or set the attribute \"codec\" of @NatsEndpoint to a content type that a"
                            + " codec has.",
                    null);
        }
        return found;
    }

    @Nullable
    Object invoke(@Nullable Object @Nullable [] values) {
        NatsRequestSpec request = arguments.bind(template.request(target, codec), values);
        if (!instanceOnly) {
            return results.of(request);
        }
        if (instanceId == null) {
            throw new IllegalStateException(
                    "The client method %s calls one instance of its service, and this client was made for none. Make it with createClient(type, instanceId)."
                            .formatted(ContractReader.describe(method)));
        }
        return results.of(request.instance(instanceId));
    }
}
