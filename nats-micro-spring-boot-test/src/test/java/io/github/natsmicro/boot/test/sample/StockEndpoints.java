// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.NatsTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks another service. */
@Component
class StockEndpoints {

    private final NatsTemplate template;

    StockEndpoints(NatsTemplate template) {
        this.template = template;
    }

    @NatsEndpoint(name = "stock", subject = "stock")
    @Nullable
    String stock(String item) {
        return template.request("warehouse.level", item, String.class);
    }
}
