// SPDX-License-Identifier: Apache-2.0
/** Which codecs turn payloads into objects and back, and which of the JSON mappers. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.codec;

import org.jspecify.annotations.NullMarked;
