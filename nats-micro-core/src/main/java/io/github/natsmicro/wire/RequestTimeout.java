// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

/** The header with which a caller says how long it still waits. ADR-32 does not know it. */
public final class RequestTimeout {

    /** The header; its value is the time that remains in whole milliseconds, never a point in time. */
    public static final String HEADER = "Request-Timeout";

    private RequestTimeout() {}
}
