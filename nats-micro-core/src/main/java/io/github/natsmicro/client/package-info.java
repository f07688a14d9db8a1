// SPDX-License-Identifier: Apache-2.0
/** The caller's side: finding services, and calling them with typed errors. It stands beside the service engine. */
@NullMarked
package io.github.natsmicro.client;

import org.jspecify.annotations.NullMarked;
