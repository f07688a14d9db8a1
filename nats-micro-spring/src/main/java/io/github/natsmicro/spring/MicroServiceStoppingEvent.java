// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.MicroService;

/**
 * A service begins to stop. Requests that it has got are still handled. Published on the thread that stops it.
 *
 * @param service the service
 */
public record MicroServiceStoppingEvent(MicroService service) {}
