// SPDX-License-Identifier: Apache-2.0
/** What calls services: the template and the declared clients. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
