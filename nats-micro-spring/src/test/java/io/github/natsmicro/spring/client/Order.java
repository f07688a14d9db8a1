// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

/** What the services of the tests are about. */
record Order(String item, int quantity) {

    static final Order TEA = new Order("tea", 3);
    static final Order RICE = new Order("rice", 4);
}
