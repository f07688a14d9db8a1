// SPDX-License-Identifier: Apache-2.0
/** The health of connections and of the services on them. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
