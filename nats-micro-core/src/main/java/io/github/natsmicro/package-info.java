// SPDX-License-Identifier: Apache-2.0
/**
 * NATS services as ADR-32 describes them. Start at {@link io.github.natsmicro.MicroService#builder}.
 *
 * <p>A request takes one straight way: subscription, {@code Reception}, {@code Admission}, {@code Execution}, {@link
 * io.github.natsmicro.Interceptor}s, {@link io.github.natsmicro.Handler}, {@code Reply}, close. It is one {@code Exchange} from its arrival to its close, which happens
 * exactly once, with exactly one {@code Outcome}; statistics, bounds and draining hang on that close.
 */
@NullMarked
package io.github.natsmicro;

import org.jspecify.annotations.NullMarked;
