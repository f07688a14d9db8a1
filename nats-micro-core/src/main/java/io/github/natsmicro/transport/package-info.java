// SPDX-License-Identifier: Apache-2.0
/** The few operations that a service needs of a NATS connection. */
@NullMarked
package io.github.natsmicro.transport;

import org.jspecify.annotations.NullMarked;
