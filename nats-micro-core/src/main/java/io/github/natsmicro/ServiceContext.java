// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.Transport;

/** What the endpoints of a service have in common. */
record ServiceContext(
        ServiceConfig config,
        Transport transport,
        Execution execution,
        ServiceTimer timer,
        Outflow outflow,
        Listeners listeners) {}
