// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.wire.Grammar;
import java.util.List;
import org.springframework.util.StringValueResolver;

/** Reads the services that the endpoints of a class belong to: its own, else those of the classes around it. */
final class ServiceReader {

    private final StringValueResolver values;

    ServiceReader(StringValueResolver values) {
        this.values = values;
    }

    /**
     * Reads the services.
     *
     * @param type the class
     * @param declaring the class or interface of it that declares the endpoint
     * @return the services, none for the default service
     */
    List<ServiceAttributes> read(Class<?> type, Class<?> declaring) {
        List<NearestAnnotations.Found<NatsService>> own = NearestAnnotations.ofType(type, declaring, NatsService.class);
        if (!own.isEmpty()) {
            return own.stream().map(this::read).toList();
        }
        Class<?> around = type.getDeclaringClass();
        List<ServiceAttributes> outer = around == null ? List.of() : read(around, around);
        Class<?> aroundDeclaring = declaring.getDeclaringClass();
        return outer.isEmpty() && aroundDeclaring != null ? read(aroundDeclaring, aroundDeclaring) : outer;
    }

    private ServiceAttributes read(NearestAnnotations.Found<NatsService> found) {
        NatsService service = found.annotation();
        AttributeReader attributes = new AttributeReader(
                values, "@NatsService", "@NatsService on " + found.owner().getName());
        String name = attributes.text("name", service.name());
        String version = attributes.text("version", service.version());
        return new ServiceAttributes(
                "class " + found.owner().getName(),
                attributes.checked("name", () -> Grammar.serviceName(name)),
                attributes.checked("version", () -> Grammar.version(version)),
                attributes.text("description", service.description()),
                attributes.metadata(service.metadata()),
                attributes.queueGroup(service.queueGroup(), service.queueGroupDisabled()),
                attributes.text("connection", service.connection()));
    }
}
