// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** Why a service stopped that was told to stop when the server refuses it a subscription. */
public class ServiceFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServiceFailedException(String message) {
        super(message);
    }
}
