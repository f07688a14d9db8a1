// SPDX-License-Identifier: Apache-2.0
/**
 * A service that takes orders: its contract, which the service and its client share, what is behind it, and a door for HTTP
 * that calls it like any other client.
 */
@NullMarked
package io.github.natsmicro.demo.orders;

import org.jspecify.annotations.NullMarked;
