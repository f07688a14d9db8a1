// SPDX-License-Identifier: Apache-2.0
/** The connection to a container of Testcontainers. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.testcontainers;

import org.jspecify.annotations.NullMarked;
