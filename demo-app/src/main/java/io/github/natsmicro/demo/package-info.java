// SPDX-License-Identifier: Apache-2.0
/** A small application that offers NATS services. */
@NullMarked
package io.github.natsmicro.demo;

import org.jspecify.annotations.NullMarked;
