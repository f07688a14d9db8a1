// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.awaitility.Awaitility.await;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.MicroServiceBuilder;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;

/** Services and a caller that are observed, with what was noted of the test. */
final class Observed implements BeforeEachCallback, AfterAllCallback {

    static final PayloadCodecs CODECS =
            PayloadCodecs.of(new Jackson3PayloadCodec(JsonMapper.builder().build(), "the mapper of the tests"));

    private final Connection called = NatsServer.shared().connect();
    private final Connection caller = NatsServer.shared().connect();
    private final List<MicroService> services = new ArrayList<>();

    private final List<String> started = new CopyOnWriteArrayList<>();
    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();
    private MeterRegistry meters = new SimpleMeterRegistry();
    private ObservationRegistry registry = ObservationRegistry.create();

    @Override
    public void beforeEach(ExtensionContext context) {
        stopServices();
        started.clear();
        stopped.clear();
        meters = new SimpleMeterRegistry();
        registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new ObservationHandler<>() {
                    @Override
                    public void onStart(Observation.Context started) {
                        Observed.this.started.add(started.getName());
                    }

                    @Override
                    public void onStop(Observation.Context ended) {
                        stopped.add(ended);
                    }

                    @Override
                    public boolean supportsContext(Observation.Context any) {
                        return true;
                    }
                });
    }

    private void stopServices() {
        services.forEach(service -> service.stop().join());
        services.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        stopServices();
        called.close();
        caller.close();
    }

    ObservationRegistry registry() {
        return registry;
    }

    MeterRegistry meters() {
        return meters;
    }

    Connection caller() {
        return caller;
    }

    /** A service without anything that observes it. */
    MicroServiceBuilder service(String name) {
        return MicroService.builder(called, name, "1.0.0");
    }

    MicroServiceBuilder observedService(String name) {
        NatsServerObserver observer = new NatsServerObserver(registry, null);
        return service(name).addInterceptor(observer).addListener(observer);
    }

    MicroService start(MicroServiceBuilder builder) {
        MicroService service = builder.start();
        services.add(service);
        return service;
    }

    NatsTemplate template() {
        return NatsTemplate.builder(caller, CODECS)
                .interceptor(new NatsClientObserver(registry, null))
                .build();
    }

    static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** The observations that have ended, when there are as many. */
    List<Observation.Context> awaitStopped(int count) {
        soon().until(() -> stopped.size() >= count);
        return List.copyOf(stopped);
    }

    /** The only observation, when it has ended. */
    Observation.Context awaitOnly() {
        return awaitStopped(1).get(0);
    }

    List<String> started() {
        return started;
    }

    static String low(Observation.Context context) {
        return text(context.getLowCardinalityKeyValues());
    }

    static String high(Observation.Context context) {
        return text(context.getHighCardinalityKeyValues());
    }

    private static String text(Iterable<KeyValue> keys) {
        return StreamSupport.stream(keys.spliterator(), false)
                .map(key -> key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining(" "));
    }
}
