// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

/**
 * Marks an object that calls what the annotations of its interfaces describe, or a {@code FactoryBean} of such objects. It
 * has the methods of endpoints and offers none.
 */
public interface RemoteContract {}
