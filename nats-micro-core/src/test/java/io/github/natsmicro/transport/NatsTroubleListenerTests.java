// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.ErrorListener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NatsTroubleListenerTests {

    /** What jnats can say, in this version of it. */
    static List<Method> sayings() {
        return Arrays.stream(ErrorListener.class.getMethods())
                .filter(method -> method.getReturnType() == void.class)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sayings")
    void theApplicationHearsEverythingThatJnatsSays(Method saying) throws Exception {
        List<Method> heard = new ArrayList<>();
        ErrorListener own = (ErrorListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ErrorListener.class}, (proxy, method, arguments) -> {
                    heard.add(method);
                    return null;
                });

        @Nullable
        Object[] nothing = Arrays.stream(saying.getParameterTypes())
                .map(type -> type == long.class ? (Object) 0L : null)
                .toArray();
        saying.invoke(new NatsTroubleListener(own), nothing);

        assertThat(heard).containsExactly(saying);
    }
}
