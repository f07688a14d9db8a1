// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.Reply;
import jakarta.validation.Valid;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/** The orders as a service. */
@Component
@NatsGroup("orders")
class OrderEndpoints {

    private final OrderBook book;

    OrderEndpoints(OrderBook book) {
        this.book = book;
    }

    @NatsEndpoint
    Reply<Order> create(@Valid NewOrder wanted) {
        Order order = book.add(wanted);
        return Reply.of(order).header("Location", "orders.get." + order.id());
    }

    @NatsEndpoint(name = "get", subject = "get.{id}")
    Order get(@DestinationVariable String id) {
        return book.find(id).orElseThrow(() -> new NoSuchOrderException(id));
    }

    @NatsEndpoint
    List<Order> list() {
        return book.all();
    }

    @NatsEndpoint(streaming = "true")
    Stream<Order> watch() {
        return book.all().stream();
    }

    @NatsEndpoint(streaming = "true")
    Stream<Integer> count(int from) {
        return Stream.iterate(from, number -> number < 100, number -> {
            if (number == 3) {
                throw new ServiceException(507, "No more numbers");
            }
            return number + 1;
        });
    }

    @NatsEndpoint
    void cancel(String id) {
        if (book.find(id).isEmpty()) {
            throw new NoSuchOrderException(id);
        }
    }
}
