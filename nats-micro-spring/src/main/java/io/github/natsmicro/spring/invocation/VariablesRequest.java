// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ForwardingRequest;
import io.github.natsmicro.spring.contract.EndpointRequest;
import java.util.Map;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;

/** A request as functions see it. */
final class VariablesRequest extends ForwardingRequest implements EndpointRequest {

    private final RequestMessage message;
    private final ConversionService conversion;

    VariablesRequest(RequestMessage message, ConversionService conversion) {
        super(message.request());
        this.message = message;
        this.conversion = conversion;
    }

    @Override
    public String variable(String name) {
        Map<String, String> variables = message.variables();
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The subject \"%s\" has no variable \"%s\", but only %s."
                    .formatted(message.template(), name, variables.keySet()));
        }
        return value;
    }

    @Override
    public <T> T variable(String name, Class<T> type) {
        try {
            T value = conversion.convert(variable(name), type);
            if (value != null) {
                return value;
            }
        } catch (ConversionException ex) {
            throw ArgumentResolvers.notReadable(name, ex);
        }
        throw ArgumentResolvers.notReadable(name, null);
    }
}
