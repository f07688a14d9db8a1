// SPDX-License-Identifier: Apache-2.0
/** The connection to NATS: its properties, its options and what is said where it can not be made. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.connection;

import org.jspecify.annotations.NullMarked;
