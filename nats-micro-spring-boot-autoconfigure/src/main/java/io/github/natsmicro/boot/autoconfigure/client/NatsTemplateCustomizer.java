// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.client;

import io.github.natsmicro.spring.client.NatsTemplate;

/** A bean of this type has the last word on the auto-configured template, and so on the declared clients. */
@FunctionalInterface
public interface NatsTemplateCustomizer {

    /**
     * Customizes the template.
     *
     * @param template the template as properties and interceptors made it
     */
    void customize(NatsTemplate.Builder template);
}
