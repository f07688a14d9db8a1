// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.validation.beanvalidation.MethodValidationInterceptor;

/** The proxies around a bean, as validation sees them. Loaded only where the validation API is. */
final class ProxyLayers {

    private ProxyLayers() {}

    /** Whether one of the proxies around a bean validates its methods. */
    static boolean areValidating(Object bean) {
        @Nullable Object layer = bean;
        while (layer instanceof Advised advised) {
            if (Arrays.stream(advised.getAdvisors())
                    .anyMatch(advisor -> advisor.getAdvice() instanceof MethodValidationInterceptor)) {
                return true;
            }
            layer = inside(advised);
        }
        return false;
    }

    /** The first object of a class that has the constraints: a proxy by interfaces has not those of the class behind it. */
    static Object innermost(Object bean) {
        Object layer = bean;
        while (Proxy.isProxyClass(layer.getClass()) && layer instanceof Advised advised) {
            Object inside = inside(advised);
            if (inside == null) {
                return layer;
            }
            layer = inside;
        }
        return layer;
    }

    private static @Nullable Object inside(Advised advised) {
        TargetSource source = advised.getTargetSource();
        try {
            Object target = source.getTarget();
            if (target != null && !source.isStatic()) {
                source.releaseTarget(target);
            }
            return target;
        } catch (Exception ex) {
            throw new IllegalStateException("The object behind the proxy " + advised.getClass() + " is not there.", ex);
        }
    }
}
