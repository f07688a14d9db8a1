// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.testcontainers;

import org.jspecify.annotations.Nullable;

/** The options of a server's command line, which are all that a plain container tells of its credentials. */
final class ServerOptions {

    private ServerOptions() {}

    /** The value of an option, as {@code --user me}, {@code -user me} or {@code --user=me} gives it; the last one counts. */
    static @Nullable String find(String[] command, String name) {
        String value = null;
        for (int i = 0; i < command.length; i++) {
            String option = command[i].replaceFirst("^--?", "");
            if (option.equals(command[i])) {
                continue;
            }
            if (option.equals(name) && i + 1 < command.length) {
                value = command[++i];
            } else if (option.startsWith(name + "=")) {
                value = option.substring(name.length() + 1);
            }
        }
        return value;
    }
}
