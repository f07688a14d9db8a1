// SPDX-License-Identifier: Apache-2.0
/** The services that an application offers: their properties, the default service and the registrar. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.service;

import org.jspecify.annotations.NullMarked;
