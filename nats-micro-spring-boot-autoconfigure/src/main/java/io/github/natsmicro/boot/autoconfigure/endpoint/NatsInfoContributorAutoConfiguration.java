// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of what the actuator's {@code info} tells of the codecs. */
@AutoConfiguration(after = {NatsMicroAutoConfiguration.class, NatsClientAutoConfiguration.class})
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnEnabledInfoContributor("nats")
public final class NatsInfoContributorAutoConfiguration {

    @Bean
    @ConditionalOnBean(PayloadCodecs.class)
    @ConditionalOnMissingBean(name = "natsInfoContributor")
    InfoContributor natsInfoContributor(PayloadCodecs codecs) {
        return new NatsInfoContributor(codecs);
    }
}
