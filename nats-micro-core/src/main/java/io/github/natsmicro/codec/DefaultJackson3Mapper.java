// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Jackson 3 counterpart of {@link DefaultJsonMapper}: unknown fields are ignored, dates are ISO texts, depth and length
 * of what is read are limited. Jackson 3 is optional on the class path.
 */
public final class DefaultJackson3Mapper {

    // DefaultJsonMapper has the same, but must not be needed here, nor this there.
    private static final int MAX_DEPTH = 200;
    private static final int MAX_TEXT_LENGTH = 5_000_000;
    private static final int MAX_NUMBER_LENGTH = 1_000;

    private DefaultJackson3Mapper() {}

    /**
     * Makes a mapper. Modules that are on the class path are registered; {@code java.time} needs none.
     *
     * @return a new mapper
     */
    public static JsonMapper create() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_TEXT_LENGTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .build();
        // The features are as they are by default, on which nobody should have to rely.
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .findAndAddModules()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }
}
