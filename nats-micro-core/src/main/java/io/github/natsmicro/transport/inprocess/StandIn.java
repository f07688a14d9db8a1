// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an interface of jnats of which an object has some methods. The others are refused, and so are those that
 * later versions of jnats add.
 */
final class StandIn implements InvocationHandler {

    private final Class<?> type;
    private final Object target;

    private StandIn(Class<?> type, Object target) {
        this.type = type;
        this.target = target;
    }

    /**
     * Makes a stand-in.
     *
     * @param type the interface
     * @param target has public methods with the signatures of those that it answers
     * @param more what it can be asked for besides
     */
    static <T> T of(Class<T> type, Object target, Class<?>... more) {
        Class<?>[] types = Stream.concat(Stream.of(type), Stream.of(more)).toArray(Class<?>[]::new);
        return type.cast(Proxy.newProxyInstance(StandIn.class.getClassLoader(), types, new StandIn(type, target)));
    }

    /** What answers for a stand-in, or {@code null} if it is none, or another kind. */
    static <T> @Nullable T target(Object standIn, Class<T> kind) {
        return Proxy.isProxyClass(standIn.getClass())
                        && Proxy.getInvocationHandler(standIn) instanceof StandIn handler
                        && kind.isInstance(handler.target)
                ? kind.cast(handler.target)
                : null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return arguments != null && proxy == arguments[0];
        }
        Method answer;
        try {
            answer = target.getClass().getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException ex) {
            throw new UnsupportedOperationException(
                    "The in-process form of a %s has no %s(). Test what needs it on a connection to a NATS server."
                            .formatted(type.getSimpleName(), method.getName()),
                    ex);
        }
        try {
            return answer.invoke(target, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }
}
