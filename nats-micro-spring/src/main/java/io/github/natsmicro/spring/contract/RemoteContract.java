// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

/**
 * Marks an object that calls what the annotations of its interfaces describe. It has the methods of an endpoint and offers
 * none. A bean definition with an attribute of this interface's name says so before the bean is there.
 */
public interface RemoteContract {

    /** The name of the attribute of a bean definition. */
    String ATTRIBUTE = "io.github.natsmicro.spring.contract.RemoteContract";
}
