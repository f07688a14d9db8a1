// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata as annotations carry it: entries of the form {@code key=value}. */
final class MetadataEntries {

    private MetadataEntries() {}

    static Map<String, String> parse(String[] entries, String where) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String entry : entries) {
            int separator = entry.indexOf('=');
            String key = separator < 0 ? "" : entry.substring(0, separator).strip();
            if (key.isEmpty()) {
                throw new InvalidDefinitionException(
                        "The metadata entry \"%s\" of the %s has no key.".formatted(entry, where),
                        "Write it as \"key=value\".",
                        null);
            }
            if (metadata.put(key, entry.substring(separator + 1).strip()) != null) {
                throw new InvalidDefinitionException(
                        "The metadata of the %s has the key \"%s\" twice.".formatted(where, key),
                        "Keep one of the two entries.",
                        null);
            }
        }
        return metadata;
    }
}
