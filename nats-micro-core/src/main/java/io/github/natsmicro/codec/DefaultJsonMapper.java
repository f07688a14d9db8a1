// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The Jackson 2 mapper where an application has none of its own: unknown fields are ignored, dates are ISO texts, depth
 * and length of what is read are limited.
 */
public final class DefaultJsonMapper {

    // DefaultJackson3Mapper has the same.
    private static final int MAX_DEPTH = 200;
    private static final int MAX_TEXT_LENGTH = 5_000_000;
    private static final int MAX_NUMBER_LENGTH = 1_000;

    private DefaultJsonMapper() {}

    /**
     * Makes a mapper. Modules that are on the class path, such as that for {@code java.time}, are registered.
     *
     * @return a new mapper
     */
    public static JsonMapper create() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_TEXT_LENGTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .build();
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .findAndAddModules()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }
}
