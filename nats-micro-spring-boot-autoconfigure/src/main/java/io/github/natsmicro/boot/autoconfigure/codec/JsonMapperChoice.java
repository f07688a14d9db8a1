// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.codec;

/** The JSON mappers to choose from. */
public enum JsonMapperChoice {
    /** The application's JsonMapper bean of Jackson 3. */
    JACKSON3,
    /** The application's ObjectMapper bean of Jackson 2. */
    JACKSON2,
    /** A mapper of Jackson 2 that belongs to the services alone. */
    BUILT_IN
}
