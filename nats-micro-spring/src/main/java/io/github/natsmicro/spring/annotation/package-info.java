// SPDX-License-Identifier: Apache-2.0
/** The annotations that make methods of beans into endpoints of NATS services. */
@NullMarked
package io.github.natsmicro.spring.annotation;

import org.jspecify.annotations.NullMarked;
