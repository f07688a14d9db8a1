// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

/**
 * Defines services, groups and endpoints in code. All beans of this type are asked once, when the singletons of the context
 * are there; what they define stands beside what annotations define, under the same checks.
 *
 * <pre>{@code
 * @Bean
 * NatsRouter orders(Orders orders) {
 *     return routes -> routes.service("orders", "1.0.0", service -> service.description("Orders")
 *             .group("orders", group -> group
 *                     .endpoint("create", endpoint -> endpoint.timeout(Duration.ofSeconds(5))
 *                             .handle(NewOrder.class, orders::create))
 *                     .endpoint("get", endpoint -> endpoint.subject("get.{id}")
 *                             .handle(request -> orders.find(request.variable("id"))))));
 * }
 * }</pre>
 *
 * <p>{@link org.springframework.messaging.handler.annotation.MessageExceptionHandler} methods of the bean answer the
 * exceptions of its functions, as those of any bean do for its endpoint methods.
 */
@FunctionalInterface
public interface NatsRouter {

    /**
     * Defines.
     *
     * @param routes takes the definitions; what is directly in it belongs to the default service
     */
    void route(NatsRoutes routes);
}
