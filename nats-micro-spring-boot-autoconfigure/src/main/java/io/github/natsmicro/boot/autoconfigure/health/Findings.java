// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What a check finds: the worst status, and for each that is not {@code UP} a sentence that says why. */
final class Findings {

    /** From the best to the worst. */
    private static final List<Status> ORDER = List.of(Status.UP, Status.UNKNOWN, Status.OUT_OF_SERVICE, Status.DOWN);

    private final Map<String, Object> details = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Status status = Status.UP;

    void detail(String name, Object value) {
        details.put(name, value);
    }

    void problem(Status bad, String sentence) {
        problems.add(sentence);
        if (ORDER.indexOf(bad) > ORDER.indexOf(status)) {
            status = bad;
        }
    }

    void writeTo(Health.Builder health) {
        health.status(status);
        if (!problems.isEmpty()) {
            health.withDetail("problems", List.copyOf(problems));
        }
        health.withDetails(details);
    }
}
