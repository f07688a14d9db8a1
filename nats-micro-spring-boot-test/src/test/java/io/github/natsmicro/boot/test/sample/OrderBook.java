// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Service;

/** Keeps the orders. It is no part of a slice. */
@Service
class OrderBook {

    private final Map<String, Order> orders = new ConcurrentSkipListMap<>();

    Order add(NewOrder wanted) {
        Order order = new Order(Integer.toString(orders.size() + 1), wanted.item(), wanted.quantity());
        orders.put(order.id(), order);
        return order;
    }

    Optional<Order> find(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    List<Order> all() {
        return List.copyOf(orders.values());
    }

    void clear() {
        orders.clear();
    }
}
