// SPDX-License-Identifier: Apache-2.0
/**
 * What ADR-32 puts on the wire: the grammar of names and subjects, the control subjects, the documents and the error
 * headers.
 */
@NullMarked
package io.github.natsmicro.wire;

import org.jspecify.annotations.NullMarked;
