// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.boot.autoconfigure.NatsMicroProperties.JsonMapperChoice;
import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.endpoint.InvalidDefinitionException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which JSON mapper reads and writes objects: the one that the property names, else Jackson 3's, else Jackson 2's, else our
 * own. Jackson 2 and 3 differ on the wire, so this is written down and not left to what is found first.
 */
final class PayloadCodecConfiguration {

    private PayloadCodecConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnMissingBean(PayloadCodec.class)
    @ConditionalOnSingleCandidate(JsonMapper.class)
    @ConditionalOnJsonMapper(JsonMapperChoice.JACKSON3)
    static final class Jackson3 {

        @Bean
        PayloadCodec natsPayloadCodec(JsonMapper mapper) {
            return new Jackson3PayloadCodec(mapper, "Jackson 3 (the application's JsonMapper)");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(PayloadCodec.class)
    @ConditionalOnSingleCandidate(ObjectMapper.class)
    @ConditionalOnJsonMapper(JsonMapperChoice.JACKSON2)
    static final class Jackson2 {

        @Bean
        PayloadCodec natsPayloadCodec(ObjectMapper mapper) {
            return new Jackson2PayloadCodec(mapper, "Jackson 2 (the application's ObjectMapper)");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(PayloadCodec.class)
    static final class BuiltIn {

        @Bean
        PayloadCodec natsPayloadCodec(NatsMicroProperties properties) {
            JsonMapperChoice choice = properties.getJsonMapper();
            if (choice == JsonMapperChoice.JACKSON3 || choice == JsonMapperChoice.JACKSON2) {
                String bean = choice == JsonMapperChoice.JACKSON3 ? "JsonMapper" : "ObjectMapper";
                throw new InvalidDefinitionException(
                        "The property %s asks for %s, but the application has not exactly one %s bean."
                                .formatted(ConditionalOnJsonMapper.PROPERTY, choice, bean),
                        "Define such a bean, mark one as @Primary, or set the property to \"built-in\".",
                        null);
            }
            return new Jackson2PayloadCodec(DefaultJsonMapper.create(), "Jackson 2 (a mapper of its own)");
        }
    }
}
