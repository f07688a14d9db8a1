// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Connection;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the connections that services are offered on.
 *
 * @param beans the beans to find them among
 * @param given the connection of services that name none, or {@code null} to find it among the beans
 * @param defaultName the name of that connection's bean, or {@code null} for the only or primary one
 */
record ServiceConnections(
        ListableBeanFactory beans,
        @Nullable Connection given,
        @Nullable String defaultName) {

    /**
     * Finds a connection.
     *
     * @param service the service that is offered on it
     * @return the connection
     * @throws InvalidDefinitionException if it is not there
     */
    Connection of(ServiceDefinition service) {
        if (!service.connection().isEmpty()) {
            return named(
                    service.connection(),
                    "The %s names the connection \"%s\", but there is no such Connection bean."
                            .formatted(service.describe(), service.connection()));
        }
        if (defaultName != null) {
            return named(
                    defaultName,
                    "The services that name no connection belong to \"%s\", but there is no such Connection bean."
                            .formatted(defaultName));
        }
        return given == null ? unique(service) : given;
    }

    private Connection named(String name, String mistake) {
        if (!beans.containsBean(name) || !beans.isTypeMatch(name, Connection.class)) {
            String there = names();
            throw new InvalidDefinitionException(
                    mistake,
                    there.isEmpty()
                            ? "Define a Connection bean of that name."
                            : "Name one that there is (%s), or define a Connection bean of that name.".formatted(there),
                    null);
        }
        return beans.getBean(name, Connection.class);
    }

    private Connection unique(ServiceDefinition service) {
        Connection unique = beans.getBeanProvider(Connection.class).getIfUnique();
        if (unique == null) {
            String there = names();
            throw new InvalidDefinitionException(
                    "The %s names no connection, and %s."
                            .formatted(
                                    service.describe(),
                                    there.isEmpty() ? "there is none" : "there are several: " + there),
                    there.isEmpty()
                            ? "Define a Connection bean."
                            : "Name one with the attribute \"connection\" of @NatsService or the property"
                                    + " nats.micro.connection, or mark one of the beans as @Primary.",
                    null);
        }
        return unique;
    }

    private String names() {
        return Arrays.stream(beans.getBeanNamesForType(Connection.class))
                .sorted()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", "));
    }
}
