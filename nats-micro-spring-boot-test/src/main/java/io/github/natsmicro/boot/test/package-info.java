// SPDX-License-Identifier: Apache-2.0
/** A tester that calls services, with assertions on what they answer and count. */
@NullMarked
package io.github.natsmicro.boot.test;

import org.jspecify.annotations.NullMarked;
