// SPDX-License-Identifier: Apache-2.0
/** Auto-configuration of the NATS connection, of the services of an application, and of what shows them. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
