// SPDX-License-Identifier: Apache-2.0
/** A small application, and tests of it as its authors would write them. */
@NullMarked
package io.github.natsmicro.boot.test.sample;

import org.jspecify.annotations.NullMarked;
