// SPDX-License-Identifier: Apache-2.0
/** What services and their callers tell Micrometer and the log: observations, meters and the logging context. */
@NullMarked
package io.github.natsmicro.spring.observation;

import org.jspecify.annotations.NullMarked;
