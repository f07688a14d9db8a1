// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Options;

/** A bean of this type has the last word on the options of the auto-configured connection. */
@FunctionalInterface
public interface NatsOptionsCustomizer {

    /**
     * Customizes the options.
     *
     * @param options the options as the properties made them
     */
    void customize(Options.Builder options);
}
