// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration that keeps the actuator from showing with what the application logs in to NATS. */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class NatsSanitizingAutoConfiguration {

    @Bean
    SanitizingFunction natsSanitizingFunction() {
        return new NatsSanitizingFunction();
    }
}
