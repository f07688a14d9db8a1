// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The service {@code orders}. What it offers, and on which subjects, its interface says. */
@Component
class OrderEndpoints implements OrderService {

    private static final BigDecimal UNIT_PRICE = new BigDecimal("2.50");

    private final OrderBook book;

    OrderEndpoints(OrderBook book) {
        this.book = book;
    }

    @Override
    public Order create(NewOrder order) {
        return book.add(order.sku(), order.quantity());
    }

    @Override
    public Order get(String id) {
        return book.find(id).orElseThrow(UnknownOrderException::new);
    }

    @Override
    public Stream<Order> export() {
        return book.all();
    }

    @Override
    public CompletionStage<Quote> quote(NewOrder order) {
        return CompletableFuture.supplyAsync(() ->
                new Quote(order.sku(), order.quantity(), UNIT_PRICE.multiply(BigDecimal.valueOf(order.quantity()))));
    }
}
