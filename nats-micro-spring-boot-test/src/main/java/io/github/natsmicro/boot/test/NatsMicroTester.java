// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Calls services, and gives what they answer and count to the assertions of AssertJ:
 *
 * <pre>{@code
 * assertThat(tester.request("orders.create").json(new NewOrder("tea", 2)))
 *         .isReply()
 *         .bodyAs(Order.class).extracting(Order::id).isEqualTo("1");
 * assertThat(tester.request("orders.get.{id}").variable("id", "none"))
 *         .isError(404).hasDescription("There is no such order");
 * assertThat(tester.request("orders.list").stream()).isComplete().elements(Order.class).hasSize(1);
 * assertThat(tester.stats("orders", "create")).hasRequests(1).hasNoErrors();
 * }</pre>
 *
 * <p>It makes its requests on a connection, be it one to a server or one that leads nowhere but into the process; it does
 * not know which. Where {@code @AutoConfigureNatsMicro} is, or {@code @NatsMicroTest}, it is a bean. It is safe for use by
 * several threads, and does not change.
 */
public final class NatsMicroTester {

    private final NatsTemplate template;
    private final PayloadCodecs codecs;
    private final Supplier<List<MicroService>> services;

    private NatsMicroTester(NatsTemplate template, PayloadCodecs codecs, Supplier<List<MicroService>> services) {
        this.template = template;
        this.codecs = codecs;
        this.services = services;
    }

    /**
     * Makes a tester that waits 5 seconds for a reply.
     *
     * @param connection where the services are, which stays the caller's
     * @param codecs turn objects into payloads and back
     * @param services tells the running services whose statistics can be asked for; it may tell of none
     * @return the tester
     */
    public static NatsMicroTester create(
            Connection connection, PayloadCodecs codecs, Supplier<List<MicroService>> services) {
        return new NatsMicroTester(NatsTemplate.create(connection, codecs), codecs, services);
    }

    /**
     * Chooses how long to wait for a reply, or for the first and for each next element of a stream.
     *
     * @param timeout more than zero
     * @return a new tester
     * @throws IllegalArgumentException if it is zero or negative
     */
    public NatsMicroTester timeout(Duration timeout) {
        return new NatsMicroTester(template.mutate().timeout(timeout).build(), codecs, services);
    }

    /**
     * Starts a request. It is made when {@code assertThat} is called with it, or one of its own methods says so.
     *
     * @param subject the subject, which may have variables as in {@code orders.get.{id}}
     * @return the request
     * @throws IllegalArgumentException if a variable is not a whole token with a name of its own
     */
    public TestRequest request(String subject) {
        return new TestRequest(subject, template.request(subject), codecs);
    }

    /**
     * The statistics of an endpoint of the application.
     *
     * @param service the service's name
     * @param endpoint the endpoint's name, or its subject where several have that name
     * @return the statistics, for {@code assertThat}
     * @throws IllegalArgumentException if there is not exactly one such endpoint
     */
    public TestStats stats(String service, String endpoint) {
        return TestStats.find(services.get(), service, endpoint);
    }

    /**
     * Resets the statistics of all services of the application, as tests do it in between that share a context. Requests
     * that are under way count afterwards.
     */
    public void resetStats() {
        services.get().forEach(MicroService::reset);
    }
}
