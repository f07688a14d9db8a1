// SPDX-License-Identifier: Apache-2.0
/** The connection to a service of Docker Compose. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.docker.compose;

import org.jspecify.annotations.NullMarked;
