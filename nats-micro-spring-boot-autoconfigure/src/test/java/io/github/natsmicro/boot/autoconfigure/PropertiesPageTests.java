// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.boot.autoconfigure.connection.NatsProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The page of all properties is what the code says of them. */
class PropertiesPageTests {

    private static final Path PAGE = Path.of("..", "docs", "properties.md");

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String file = "/META-INF/spring-configuration-metadata.json";
        try (InputStream input = Objects.requireNonNull(NatsProperties.class.getResourceAsStream(file), file)) {
            String page = PropertiesPage.of(new ObjectMapper().readTree(input));
            // As bin/properties wants it.
            if (Boolean.getBoolean("natsmicro.write-properties-page")) {
                Files.writeString(PAGE, page);
            }
            assertThat(PAGE)
                    .as("docs/properties.md, which bin/properties writes anew")
                    .exists()
                    .content()
                    .isEqualToNormalizingNewlines(page);
        }
    }
}
