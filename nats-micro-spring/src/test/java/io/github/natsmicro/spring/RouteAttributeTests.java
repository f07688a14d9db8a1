// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that {@code @NatsEndpoint} says, code can say. */
class RouteAttributeTests {

    /** What has another name in code. The name itself is given where the route begins. */
    private static final Map<String, String> NAMES =
            Map.of("value", "subject", "queueGroupDisabled", "queueGroup", "autoStartup", "autoStart");

    static Stream<String> attributes() {
        return Arrays.stream(NatsEndpoint.class.getDeclaredMethods()).map(Method::getName);
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void eachAttributeHasItsMethod(String attribute) throws NoSuchMethodException {
        if (attribute.equals("name")) {
            assertThat(GroupRoutes.class.getMethod("endpoint", String.class, Consumer.class))
                    .isNotNull();
            return;
        }
        String name = NAMES.getOrDefault(attribute, attribute);
        assertThat(methods(EndpointRoute.class).contains(name)
                        || methods(EndpointOptions.class).contains(name))
                .as("EndpointRoute has %s, or the options that it takes", name)
                .isTrue();
    }
}
