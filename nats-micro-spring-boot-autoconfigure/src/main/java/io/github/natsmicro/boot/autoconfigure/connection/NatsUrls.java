// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Options;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes user names, passwords and tokens out of URLs before anybody sees them. */
final class NatsUrls {

    private static final Pattern USER_INFO = Pattern.compile("(^|[\\s,\\[])(\\w+://)?[^\\s,\\[\\]]*@");

    private NatsUrls() {}

    /** Hides what is before the host in all URLs of a text. */
    static String withoutCredentials(@Nullable String text) {
        return text == null ? "" : USER_INFO.matcher(text).replaceAll("$1$2***@");
    }

    /** The servers, or the one at which jnats looks where there are none. */
    static String withoutCredentials(List<String> servers) {
        return withoutCredentials(servers.isEmpty() ? Options.DEFAULT_URL : String.join(", ", servers));
    }
}
