// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.MicroService;
import org.jspecify.annotations.Nullable;

/**
 * A service has stopped: all its requests are over, and it can be discovered no more. Published on the thread that stops
 * it. Nobody hears of it in a context that was closed before.
 *
 * @param service the service
 * @param reason the error that it was stopped with, or {@code null}
 */
public record MicroServiceStoppedEvent(
        MicroService service, @Nullable Throwable reason) {}
