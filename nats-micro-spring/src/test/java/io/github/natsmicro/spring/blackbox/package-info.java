// SPDX-License-Identifier: Apache-2.0
/** What a NATS client sees of endpoints that are written as the documentation says, and nothing else. */
@NullMarked
package io.github.natsmicro.spring.blackbox;

import org.jspecify.annotations.NullMarked;
