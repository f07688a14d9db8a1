// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.MicroService;

/**
 * A service has been started: the server has confirmed its subscriptions. Published on the thread that starts it.
 *
 * @param service the service
 */
public record MicroServiceStartedEvent(MicroService service) {}
