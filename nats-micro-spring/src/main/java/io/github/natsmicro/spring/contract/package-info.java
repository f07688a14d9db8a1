// SPDX-License-Identifier: Apache-2.0
/** What annotations or code say of services and endpoints, resolved and checked: the same for who offers and who calls. */
@NullMarked
package io.github.natsmicro.spring.contract;

import org.jspecify.annotations.NullMarked;
