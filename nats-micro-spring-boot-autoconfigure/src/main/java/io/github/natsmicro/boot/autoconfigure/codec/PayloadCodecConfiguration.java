// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.ProtobufPayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which JSON mapper reads and writes objects: the one that the property names, else Jackson 3's, else Jackson 2's, else our
 * own. Jackson 2 and 3 differ on the wire, so this is written down and not left to what is found first.
 */
final class PayloadCodecConfiguration {

    static final String JSON = "natsJsonCodec";

    private PayloadCodecConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Message.class)
    @ConditionalOnMissingBean(ProtobufPayloadCodec.class)
    static final class Protobuf {

        // Who asks for one codec means that for JSON.
        @Bean
        @Fallback
        ProtobufPayloadCodec natsProtobufCodec() {
            return new ProtobufPayloadCodec();
        }
    }

    /** Codecs of the application come before ours; the first for JSON is the default. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(PayloadCodecs.class)
    static final class Choice {

        @Bean
        PayloadCodecs natsPayloadCodecs(Map<String, PayloadCodec> beans) {
            Map<String, PayloadCodec> codecs = new LinkedHashMap<>();
            beans.entrySet().stream()
                    .filter(bean -> !bean.getKey().equals(JSON))
                    .sorted(Map.Entry.comparingByValue(AnnotationAwareOrderComparator.INSTANCE))
                    .forEach(bean -> codecs.put(bean.getKey(), bean.getValue()));
            PayloadCodec json = beans.get(JSON);
            if (json != null) {
                codecs.put(JSON, json);
            }
            String first = codecs.entrySet().stream()
                    .filter(codec -> codec.getValue().contentTypes().contains("application/json"))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            return PayloadCodecs.of(codecs, first);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnMissingBean(name = PayloadCodecConfiguration.JSON)
    @ConditionalOnSingleCandidate(JsonMapper.class)
    @ConditionalOnJsonMapper(JsonMapperChoice.JACKSON3)
    static final class Jackson3 {

        @Bean
        PayloadCodec natsJsonCodec(JsonMapper mapper) {
            return new Jackson3PayloadCodec(mapper, "Jackson 3 (the application's JsonMapper)");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = PayloadCodecConfiguration.JSON)
    @ConditionalOnSingleCandidate(ObjectMapper.class)
    @ConditionalOnJsonMapper(JsonMapperChoice.JACKSON2)
    static final class Jackson2 {

        @Bean
        PayloadCodec natsJsonCodec(ObjectMapper mapper) {
            return new Jackson2PayloadCodec(mapper, "Jackson 2 (the application's ObjectMapper)");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = PayloadCodecConfiguration.JSON)
    static final class BuiltIn {

        @Bean
        PayloadCodec natsJsonCodec(Environment environment) {
            JsonMapperChoice choice = Binder.get(environment)
                    .bind(ConditionalOnJsonMapper.PROPERTY, JsonMapperChoice.class)
                    .orElse(null);
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
