// SPDX-License-Identifier: Apache-2.0
/** The transport within one process, without a server, for tests of services. */
@NullMarked
package io.github.natsmicro.transport.inprocess;

import org.jspecify.annotations.NullMarked;
