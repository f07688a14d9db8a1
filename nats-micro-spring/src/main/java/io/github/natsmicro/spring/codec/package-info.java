// SPDX-License-Identifier: Apache-2.0
/** Which codec reads and writes a payload: content types, what a caller accepts, bytes and text. */
@NullMarked
package io.github.natsmicro.spring.codec;

import org.jspecify.annotations.NullMarked;
