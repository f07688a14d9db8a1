// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Where something is injected: asks for the client, also in an application that implements its interface. On an interface:
 * has {@link EnableNatsClients} find it, though all its endpoints are inherited and it names neither a group nor a
 * service.
 *
 * <pre>{@code
 * OrderController(@NatsClient Orders orders) { ... }
 * }</pre>
 */
@Documented
@Qualifier
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NatsClient {}
