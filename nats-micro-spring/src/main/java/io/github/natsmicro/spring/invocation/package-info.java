// SPDX-License-Identifier: Apache-2.0
/** One method as a handler of requests: its arguments, its result as replies, and what its exceptions are answered with. */
@NullMarked
package io.github.natsmicro.spring.invocation;

import org.jspecify.annotations.NullMarked;
