// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.wire.DocumentWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The services of the application with their statistics. Each element is, field by field, the document that the service
 * answers on its STATS subject.
 */
@Endpoint(id = "natsmicro", defaultAccess = Access.READ_ONLY)
public final class NatsMicroEndpoint {

    private final MicroServiceRegistrar registrar;
    private final DocumentWriter writer = new DocumentWriter();

    /**
     * Creates the endpoint.
     *
     * @param registrar has the services
     */
    public NatsMicroEndpoint(MicroServiceRegistrar registrar) {
        this.registrar = registrar;
    }

    /**
     * All services.
     *
     * @return the documents
     */
    @ReadOperation
    public ServicesDescriptor services() {
        return describe(this.registrar.services());
    }

    /**
     * The services of a name, or the one with an id.
     *
     * @param nameOrId the name or the id
     * @return the documents, or {@code null} if there is no such service
     */
    @ReadOperation
    public @Nullable ServicesDescriptor service(@Selector String nameOrId) {
        List<MicroService> found = this.registrar.services().stream()
                .filter(service ->
                        service.name().equals(nameOrId) || service.id().equals(nameOrId))
                .toList();
        return found.isEmpty() ? null : describe(found);
    }

    private ServicesDescriptor describe(List<MicroService> services) {
        return new ServicesDescriptor(services.stream()
                .map(service -> this.writer.toMap(service.stats()))
                .toList());
    }

    /**
     * Services as the endpoint shows them.
     *
     * @param services the documents of the STATS subject
     */
    public record ServicesDescriptor(List<Map<String, Object>> services) {}
}
