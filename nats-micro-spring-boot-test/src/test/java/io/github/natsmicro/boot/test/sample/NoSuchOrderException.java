// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

/** There is no order of that id. */
class NoSuchOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchOrderException(String id) {
        super("There is no order " + id);
    }
}
