// SPDX-License-Identifier: Apache-2.0
/** The slice for tests of endpoints, and where its services stand: in the process, or on a connection. */
@NullMarked
package io.github.natsmicro.boot.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
