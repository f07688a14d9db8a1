// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.ServicePhase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Status;

/**
 * Checks a service. One whose endpoint the server refuses can not do what it is there for, and nothing here changes that;
 * one that is stopped, paused or held up takes no requests for now.
 */
final class ServiceCheck {

    private final MicroService service;
    private final Duration limit;

    /**
     * Creates a check.
     *
     * @param service the service
     * @param limit how long a handler that is not to block may hold up the delivery of requests
     */
    ServiceCheck(MicroService service, Duration limit) {
        this.service = service;
        this.limit = limit;
    }

    /** Tells of the service, and finds its problems. */
    Map<String, Object> run(Findings findings) {
        List<Endpoint> endpoints = service.endpoints();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", service.name());
        details.put("id", service.id());
        details.put("version", service.version());
        details.put("state", findState(findings));
        details.put("endpoints", endpoints.size());
        putIfAny(details, "failed", findFailed(endpoints, findings));
        putIfAny(details, "paused", findPaused(endpoints, findings));
        findHeldUp(endpoints, findings);
        details.put("inFlight", endpoints.stream().mapToInt(Endpoint::inFlight).sum());
        details.put("longestWaitMillis", longest(endpoints.stream().map(Endpoint::longestWait)));
        details.put("heldUpMillis", longest(endpoints.stream().map(Endpoint::deliveryHeldUp)));
        details.put("requestsLost", service.requestsLost());
        return details;
    }

    private static long longest(Stream<Duration> times) {
        return times.mapToLong(Duration::toMillis).max().orElse(0);
    }

    private static void putIfAny(Map<String, Object> details, String name, List<?> values) {
        if (!values.isEmpty()) {
            details.put(name, values);
        }
    }

    private String findState(Findings findings) {
        ServicePhase phase = service.phase();
        if (phase == ServicePhase.STOPPING) {
            findings.problem(
                    Status.OUT_OF_SERVICE,
                    "The service \"%s\" is being stopped and takes no more requests.".formatted(service.name()));
        } else if (phase == ServicePhase.STOPPED) {
            findings.problem(Status.OUT_OF_SERVICE, "The service \"%s\" has been stopped.".formatted(service.name()));
        }
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private List<Map<String, String>> findFailed(List<Endpoint> endpoints, Findings findings) {
        return endpoints.stream()
                .flatMap(endpoint -> endpoint.failure().stream().map(reason -> {
                    findings.problem(
                            Status.DOWN,
                            "The endpoint \"%s\" of the service \"%s\" can not be reached: the server refused its subscription to \"%s\"."
                                    .formatted(endpoint.name(), service.name(), endpoint.subject()));
                    return Map.of("name", endpoint.name(), "subject", endpoint.subject(), "reason", reason);
                }))
                .toList();
    }

    private List<Map<String, String>> findPaused(List<Endpoint> endpoints, Findings findings) {
        List<Map<String, String>> paused = endpoints.stream()
                .filter(Endpoint::isPaused)
                .map(endpoint -> Map.of("name", endpoint.name(), "subject", endpoint.subject()))
                .toList();
        if (!endpoints.isEmpty() && paused.size() == endpoints.size()) {
            findings.problem(
                    Status.OUT_OF_SERVICE, "All endpoints of the service \"%s\" are paused.".formatted(service.name()));
        }
        return paused;
    }

    private void findHeldUp(List<Endpoint> endpoints, Findings findings) {
        endpoints.stream()
                .filter(endpoint -> endpoint.deliveryHeldUp().compareTo(limit) > 0)
                .forEach(endpoint -> findings.problem(
                        Status.OUT_OF_SERVICE,
                        "A handler of the endpoint \"%s\" of the service \"%s\" was declared not to block, and holds up the delivery of requests."
                                .formatted(endpoint.name(), service.name())));
    }
}
