// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

/**
 * Marks a bean that calls the endpoints of its interfaces, and does not offer them: a declared client, or a {@link
 * org.springframework.beans.factory.FactoryBean} that makes one. Its methods are no endpoints of this application.
 */
public interface RemoteContract {}
