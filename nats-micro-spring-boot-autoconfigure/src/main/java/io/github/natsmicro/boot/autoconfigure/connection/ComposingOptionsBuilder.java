// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options have room for one error listener and one connection listener. Here one that is set comes to those that are
 * there already: the beans of the application, and the engine's own, through which services hear what the server refuses them.
 */
final class ComposingOptionsBuilder extends Options.Builder {

    private final ConnectTrouble trouble;
    private final List<ErrorListener> errorListeners;
    private final List<ConnectionListener> connectionListeners;

    ComposingOptionsBuilder(
            ConnectTrouble trouble, List<ErrorListener> errorListeners, List<ConnectionListener> connectionListeners) {
        this.trouble = trouble;
        this.errorListeners = List.copyOf(errorListeners);
        this.connectionListeners = List.copyOf(connectionListeners);
        errorListener(null);
        connectionListener(null);
    }

    @Override
    public Options.Builder errorListener(@Nullable ErrorListener listener) {
        List<ErrorListener> all = new ArrayList<>(this.errorListeners);
        if (listener != null) {
            all.add(listener);
        }
        if (all.isEmpty()) {
            all.add(this.trouble.logger());
        }
        all.add(this.trouble);
        return super.errorListener(new NatsTroubleListener(all.toArray(ErrorListener[]::new)));
    }

    @Override
    public Options.Builder connectionListener(@Nullable ConnectionListener listener) {
        List<ConnectionListener> all = new ArrayList<>(this.connectionListeners);
        if (listener != null) {
            all.add(listener);
        }
        return super.connectionListener(all.isEmpty() ? null : new ConnectionListeners(all));
    }
}
