// SPDX-License-Identifier: Apache-2.0
/** What Micrometer and the log are told of services, their callers and connections. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
