// SPDX-License-Identifier: Apache-2.0
/** What all auto-configurations need: that mistakes in properties and definitions are told as sentences. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
