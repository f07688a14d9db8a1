// SPDX-License-Identifier: Apache-2.0
/** How objects become the bytes of a request or a reply, and back. */
@NullMarked
package io.github.natsmicro.codec;

import org.jspecify.annotations.NullMarked;
