// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells which codecs were chosen. They are the same for all services and do not change while the application runs, and the
 * form of the endpoint {@code natsmicro} has no place for them.
 */
final class NatsInfoContributor implements InfoContributor {

    private final PayloadCodecs codecs;

    NatsInfoContributor(PayloadCodecs codecs) {
        this.codecs = codecs;
    }

    @Override
    public void contribute(Info.Builder builder) {
        List<String> all =
                this.codecs.all().stream().map(PayloadCodec::toString).toList();
        builder.withDetail("nats", Map.of("defaultCodec", this.codecs.toString(), "codecs", all));
    }
}
