// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import io.github.natsmicro.spring.client.NatsClient;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A door for HTTP. It calls the service {@code orders} over NATS, though that runs in the same application. */
@RestController
@RequestMapping("/orders")
class OrderController {

    private final OrderService orders;
    private final AsyncTaskExecutor executor;

    OrderController(@NatsClient OrderService orders, AsyncTaskExecutor applicationTaskExecutor) {
        this.orders = orders;
        this.executor = applicationTaskExecutor;
    }

    @PostMapping
    ResponseEntity<Order> create(@RequestBody NewOrder order) {
        Order taken = orders.create(order);
        return ResponseEntity.created(URI.create("/orders/" + taken.id())).body(taken);
    }

    @GetMapping("/{id:[A-Za-z0-9_-]+}")
    Order get(@PathVariable String id) {
        return orders.get(id);
    }

    @PostMapping("/quote")
    CompletionStage<Quote> quote(@RequestBody NewOrder order) {
        return orders.quote(order);
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter export() {
        SseEmitter events = new SseEmitter();
        executor.execute(() -> send(events));
        return events;
    }

    private void send(SseEmitter events) {
        try (Stream<Order> all = orders.export()) {
            for (Iterator<Order> order = all.iterator(); order.hasNext(); ) {
                events.send(order.next());
            }
            events.complete();
        } catch (IOException | RuntimeException ex) {
            events.completeWithError(ex);
        }
    }
}
