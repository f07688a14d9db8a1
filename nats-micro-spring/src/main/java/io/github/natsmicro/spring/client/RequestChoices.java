// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.spring.codec.NotAcceptableException;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is chosen for one request. Once it is made, it does not change: another choice is made in a copy. */
final class RequestChoices {

    final Map<String, String> variables = new HashMap<>();
    final Headers headers = new Headers();
    PayloadCodec codec;
    Retry retry;
    Duration timeout;

    @Nullable
    Duration streamTimeout;

    @Nullable
    String instance;

    @Nullable
    String contentType;

    @Nullable
    Object body;

    RequestChoices(PayloadCodec codec, Retry retry, Duration timeout) {
        this.codec = codec;
        this.retry = retry;
        this.timeout = timeout;
    }

    RequestChoices with(Consumer<RequestChoices> choice) {
        RequestChoices copy = new RequestChoices(codec, retry, timeout);
        copy.variables.putAll(variables);
        headers.forEach(copy.headers::add);
        copy.streamTimeout = streamTimeout;
        copy.instance = instance;
        copy.contentType = contentType;
        copy.body = body;
        choice.accept(copy);
        return copy;
    }

    NatsClientRequest request(
            NatsTemplate.Settings settings, RequestTarget target, NatsClientRequest.Expectation expectation) {
        SubjectTemplate subject = target.subject();
        String filled = SubjectVariables.fill(subject, variables);
        return new NatsClientRequest(
                target,
                expectation,
                instance == null ? filled : filled + "." + SubjectVariables.token("id of the instance", instance),
                headers,
                encoded(settings, subject),
                timeout,
                streamTimeout);
    }

    private byte[] encoded(NatsTemplate.Settings settings, SubjectTemplate subject) {
        try {
            return settings.codecs().encode(body, contentType, null, codec).data();
        } catch (NotAcceptableException ex) {
            throw new PayloadCodecException(
                    "No codec writes the content type \"%s\" of the request to \"%s\".".formatted(contentType, subject),
                    ex);
        }
    }
}
