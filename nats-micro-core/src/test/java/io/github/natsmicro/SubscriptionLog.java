// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.nats.client.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The subscriptions of a connection as the log of a tracing server tells them. */
final class SubscriptionLog {

    private static final Pattern OPERATION = Pattern.compile("cid:(\\d+).*<<- \\[(SUB|UNSUB) ([^]]*)]");

    private SubscriptionLog() {}

    /** What is subscribed now, as {@code subject} or {@code subject queue}, in the order of the subscriptions. */
    static List<String> live(Bench bench, Connection connection) {
        Bench.flush(connection);
        String client = String.valueOf(connection.getServerInfo().getClientId());
        Map<String, String> live = new LinkedHashMap<>();
        Matcher operations = OPERATION.matcher(bench.server().log());
        while (operations.find()) {
            if (operations.group(1).equals(client)) {
                apply(operations.group(2), operations.group(3).strip(), live);
            }
        }
        return List.copyOf(live.values());
    }

    private static void apply(String verb, String arguments, Map<String, String> live) {
        int lastSpace = arguments.lastIndexOf(' ');
        if (verb.equals("SUB")) {
            live.put(
                    arguments.substring(lastSpace + 1),
                    arguments.substring(0, lastSpace).strip());
        } else {
            live.remove(arguments.split(" ", 2)[0]);
        }
    }
}
