// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides secrets of the connection in what the actuator shows of properties, even where it is told to show values: those of
 * {@code nats.*}, user information in URLs of NATS servers under whatever name, and command lines that have secrets.
 */
final class NatsSanitizingFunction implements SanitizingFunction {

    private static final Set<String> SECRETS =
            Set.of("natspassword", "natstoken", "natsnkey", "natscredentialscontent");

    private static final Set<String> COLLECTIONS = Set.of("sunjavacommand", "springapplicationjson", "javatooloptions");

    private static final Pattern NATS_URL = Pattern.compile("(?i)\\b(nats|tls|opentls|wss?)://[^\\s,\\[\\]]*@");

    private static final Pattern SERVERS = Pattern.compile("natsservers\\d*");

    @Override
    public SanitizableData apply(SanitizableData data) {
        String name = uniform(data.getKey());
        if (SECRETS.contains(name)) {
            return data.withSanitizedValue();
        }
        if (!(data.getValue() instanceof CharSequence text)) {
            return data;
        }
        if (COLLECTIONS.contains(name) && SECRETS.stream().anyMatch(uniform(text.toString())::contains)) {
            return data.withSanitizedValue();
        }
        String value = text.toString();
        return SERVERS.matcher(name).matches() || NATS_URL.matcher(value).find()
                ? data.withValue(NatsUrls.withoutCredentials(value))
                : data;
    }

    /** The same for all ways to write a name, those of environment variables and list entries too. */
    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
