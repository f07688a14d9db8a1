// SPDX-License-Identifier: Apache-2.0
/** Hints for native images that belong to no other package. */
@NullMarked
package io.github.natsmicro.spring.aot;

import org.jspecify.annotations.NullMarked;
