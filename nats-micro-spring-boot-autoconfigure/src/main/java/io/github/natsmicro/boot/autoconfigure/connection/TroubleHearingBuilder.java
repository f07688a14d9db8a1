// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

/**
 * Services hear what the server refuses them only through a listener in the options. Whichever is chosen there, the
 * engine's own comes with it.
 */
final class TroubleHearingBuilder extends Options.Builder {

    TroubleHearingBuilder() {
        super.errorListener(new NatsTroubleListener());
    }

    @Override
    public Options.Builder errorListener(@Nullable ErrorListener listener) {
        return super.errorListener(listener == null ? new NatsTroubleListener() : new NatsTroubleListener(listener));
    }
}
