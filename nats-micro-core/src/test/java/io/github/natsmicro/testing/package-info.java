// SPDX-License-Identifier: Apache-2.0
/** What the tests of all modules need: a real server, and a line to it that can be held up. */
@NullMarked
package io.github.natsmicro.testing;

import org.jspecify.annotations.NullMarked;
