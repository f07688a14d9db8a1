// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** Where a service is in its one life. */
public enum ServicePhase {
    /** It is built, and not started. */
    NEW,
    /** It is being started; the server has not confirmed its subscriptions yet. */
    STARTING,
    /** It takes requests. */
    STARTED,
    /** It takes no more requests, and finishes those that it has. */
    STOPPING,
    /** It is over. */
    STOPPED
}
