// SPDX-License-Identifier: Apache-2.0
/** How an application calls services: a template, and clients declared as interfaces with the annotations of endpoints. */
@NullMarked
package io.github.natsmicro.spring.client;

import org.jspecify.annotations.NullMarked;
