// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import jakarta.validation.Valid;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;

/** What the service {@code orders} offers. The service implements it, and its clients call it. */
@NatsService(name = "orders", version = "1.0.0", description = "Takes orders")
@NatsGroup("orders")
public interface OrderService {

    /**
     * Takes an order.
     *
     * @param order what is to be ordered
     * @return the order with its id
     */
    @NatsEndpoint
    Order create(@Payload @Valid NewOrder order);

    /**
     * Tells an order.
     *
     * @param id its id
     * @return the order; there is an error 404 if it is not known
     */
    @NatsEndpoint("get.{id}")
    Order get(@DestinationVariable String id);

    /**
     * Tells all orders.
     *
     * @return the orders as they were taken; a client closes the stream
     */
    @NatsEndpoint(streaming = "true")
    Stream<Order> export();

    /**
     * Tells what an order would cost.
     *
     * @param order what could be ordered
     * @return the price, later
     */
    @NatsEndpoint
    CompletionStage<Quote> quote(@Payload @Valid NewOrder order);
}
