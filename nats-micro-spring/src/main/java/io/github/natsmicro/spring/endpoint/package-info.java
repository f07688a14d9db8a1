// SPDX-License-Identifier: Apache-2.0
/** How a method of a bean becomes an endpoint: finding it, its arguments, its result, its exceptions. */
@NullMarked
package io.github.natsmicro.spring.endpoint;

import org.jspecify.annotations.NullMarked;
