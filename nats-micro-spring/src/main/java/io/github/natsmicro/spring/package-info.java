// SPDX-License-Identifier: Apache-2.0
/**
 * NATS services in a Spring context. {@link io.github.natsmicro.spring.MicroServiceRegistrar} finds endpoint methods,
 * builds services of them and starts and stops those with the context.
 */
@NullMarked
package io.github.natsmicro.spring;

import org.jspecify.annotations.NullMarked;
