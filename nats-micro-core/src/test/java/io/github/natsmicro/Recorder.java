// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what listeners hear of the life of services. */
final class Recorder {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    ServiceListener record(String who) {
        return new ServiceListener() {
            @Override
            public void started(MicroService service) {
                heard.add(who + " started");
            }

            @Override
            public void stopping(MicroService service) {
                heard.add(who + " stopping");
            }

            @Override
            public void stopped(MicroService service, @Nullable Throwable reason) {
                heard.add(who + " stopped " + (reason == null ? "well" : reason.getMessage()));
            }
        };
    }

    List<String> heard() {
        return heard;
    }

    void awaitHeard(String... events) {
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(events));
    }
}
