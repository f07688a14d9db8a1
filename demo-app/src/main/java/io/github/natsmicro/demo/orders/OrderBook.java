// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import io.nats.client.NUID;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Keeps the orders in memory, in the order in which they were taken. */
@Component
class OrderBook {

    private final Map<String, Order> byId = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Order> all = new ConcurrentLinkedQueue<>();

    Order add(String sku, int quantity) {
        Order order = new Order(NUID.nextGlobal(), sku, quantity);
        byId.put(order.id(), order);
        all.add(order);
        return order;
    }

    Optional<Order> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Stream<Order> all() {
        return all.stream();
    }
}
