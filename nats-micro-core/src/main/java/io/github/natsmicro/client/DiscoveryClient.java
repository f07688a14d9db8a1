// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.github.natsmicro.wire.DocumentReader;
import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.InfoResponse;
import io.github.natsmicro.wire.PingResponse;
import io.github.natsmicro.wire.StatsResponse;
import io.github.natsmicro.wire.Verb;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds services of any language (ADR-32, "Discovery and Status"). Replies that are no such documents are skipped, and the
 * log says so; where nobody answers the result is empty. A list is complete when the times of {@link RequestMany} are over; a
 * stream gives each document when it arrives, and must be closed. Start from {@link #on}; each method that chooses something returns
 * a new client, which is safe for use by several threads.
 *
 * <pre>{@code
 * DiscoveryClient discovery = DiscoveryClient.on(connection);
 * discovery.ping().forEach(service -> System.out.println(service.name() + " " + service.version()));
 * }</pre>
 */
public final class DiscoveryClient {

    private static final Logger logger = LoggerFactory.getLogger(DiscoveryClient.class);
    private static final byte[] NO_DATA = new byte[0];

    private final RequestMany requests;
    private final String apiPrefix;
    private final DocumentReader reader = new DocumentReader();

    private DiscoveryClient(RequestMany requests, String apiPrefix) {
        this.requests = requests;
        this.apiPrefix = apiPrefix;
    }

    /**
     * Finds services on a connection, with the times of {@link RequestMany#on} and the prefix {@code $SRV}.
     *
     * @param connection the connection
     * @return the client
     */
    public static DiscoveryClient on(Connection connection) {
        return new DiscoveryClient(RequestMany.on(connection), Verb.DEFAULT_PREFIX);
    }

    /**
     * Chooses the prefix of the control subjects.
     *
     * @param apiPrefix a subject without wildcards
     * @return a new client
     * @throws IllegalArgumentException if the prefix is not valid
     */
    public DiscoveryClient apiPrefix(String apiPrefix) {
        return new DiscoveryClient(requests, Grammar.apiPrefix(apiPrefix));
    }

    /**
     * Chooses how long to wait and how many replies are enough.
     *
     * @param choice what to change, for example {@code r -> r.total(Duration.ofSeconds(1))}
     * @return a new client
     */
    public DiscoveryClient requests(UnaryOperator<RequestMany> choice) {
        return new DiscoveryClient(choice.apply(requests), apiPrefix);
    }

    /**
     * All services.
     *
     * @return one document for each instance
     * @throws RequestException if the request could not be sent
     */
    public List<PingResponse> ping() {
        return list(Verb.PING, null, reader::ping);
    }

    /**
     * The instances of a service.
     *
     * @param name the service's name
     * @return one document for each instance
     * @throws IllegalArgumentException if the name is not valid
     * @throws RequestException if the request could not be sent
     */
    public List<PingResponse> ping(String name) {
        return list(Verb.PING, name, reader::ping);
    }

    /**
     * One instance of a service.
     *
     * @param name the service's name
     * @param id the instance's id
     * @return its document, empty if it does not answer
     * @throws IllegalArgumentException if the name or the id is not valid
     * @throws RequestException if the request could not be sent
     */
    public Optional<PingResponse> ping(String name, String id) {
        return instance(Verb.PING, name, id, reader::ping);
    }

    /**
     * All services, read while answers still arrive.
     *
     * @return one document for each instance; the stream must be closed, which ends the subscription
     * @throws RequestException if the request could not be sent
     */
    public Stream<PingResponse> pingStream() {
        return stream(requests, Verb.PING.subject(apiPrefix, null, null), reader::ping);
    }

    /**
     * The instances of a service, read while answers still arrive.
     *
     * @param name the service's name
     * @return one document for each instance; the stream must be closed, which ends the subscription
     * @throws IllegalArgumentException if the name is not valid
     * @throws RequestException if the request could not be sent
     */
    public Stream<PingResponse> pingStream(String name) {
        return stream(requests, Verb.PING.subject(apiPrefix, name, null), reader::ping);
    }

    /**
     * The endpoints of all services.
     *
     * @return one document for each instance
     * @throws RequestException if the request could not be sent
     */
    public List<InfoResponse> info() {
        return list(Verb.INFO, null, reader::info);
    }

    /**
     * The endpoints of the instances of a service.
     *
     * @param name the service's name
     * @return one document for each instance
     * @throws IllegalArgumentException if the name is not valid
     * @throws RequestException if the request could not be sent
     */
    public List<InfoResponse> info(String name) {
        return list(Verb.INFO, name, reader::info);
    }

    /**
     * The endpoints of one instance of a service.
     *
     * @param name the service's name
     * @param id the instance's id
     * @return its document, empty if it does not answer
     * @throws IllegalArgumentException if the name or the id is not valid
     * @throws RequestException if the request could not be sent
     */
    public Optional<InfoResponse> info(String name, String id) {
        return instance(Verb.INFO, name, id, reader::info);
    }

    /**
     * The endpoints of all services, read while answers still arrive.
     *
     * @return one document for each instance; the stream must be closed, which ends the subscription
     * @throws RequestException if the request could not be sent
     */
    public Stream<InfoResponse> infoStream() {
        return stream(requests, Verb.INFO.subject(apiPrefix, null, null), reader::info);
    }

    /**
     * The endpoints of the instances of a service, read while answers still arrive.
     *
     * @param name the service's name
     * @return one document for each instance; the stream must be closed, which ends the subscription
     * @throws IllegalArgumentException if the name is not valid
     * @throws RequestException if the request could not be sent
     */
    public Stream<InfoResponse> infoStream(String name) {
        return stream(requests, Verb.INFO.subject(apiPrefix, name, null), reader::info);
    }

    /**
     * The statistics of all services.
     *
     * @return one document for each instance
     * @throws RequestException if the request could not be sent
     */
    public List<StatsResponse> stats() {
        return list(Verb.STATS, null, reader::stats);
    }

    /**
     * The statistics of the instances of a service.
     *
     * @param name the service's name
     * @return one document for each instance
     * @throws IllegalArgumentException if the name is not valid
     * @throws RequestException if the request could not be sent
     */
    public List<StatsResponse> stats(String name) {
        return list(Verb.STATS, name, reader::stats);
    }

    /**
     * The statistics of one instance of a service.
     *
     * @param name the service's name
     * @param id the instance's id
     * @return its document, empty if it does not answer
     * @throws IllegalArgumentException if the name or the id is not valid
     * @throws RequestException if the request could not be sent
     */
    public Optional<StatsResponse> stats(String name, String id) {
        return instance(Verb.STATS, name, id, reader::stats);
    }

    /**
     * The statistics of all services, read while answers still arrive.
     *
     * @return one document for each instance; the stream must be closed, which ends the subscription
     * @throws RequestException if the request could not be sent
     */
    public Stream<StatsResponse> statsStream() {
        return stream(requests, Verb.STATS.subject(apiPrefix, null, null), reader::stats);
    }

    /**
     * The statistics of the instances of a service, read while answers still arrive.
     *
     * @param name the service's name
     * @return one document for each instance; the stream must be closed, which ends the subscription
     * @throws IllegalArgumentException if the name is not valid
     * @throws RequestException if the request could not be sent
     */
    public Stream<StatsResponse> statsStream(String name) {
        return stream(requests, Verb.STATS.subject(apiPrefix, name, null), reader::stats);
    }

    private <T> List<T> list(Verb verb, @Nullable String name, Function<byte[], T> read) {
        try (Stream<T> documents = stream(requests, verb.subject(apiPrefix, name, null), read)) {
            return documents.toList();
        }
    }

    private <T> Optional<T> instance(Verb verb, String name, String id, Function<byte[], T> read) {
        try (Stream<T> documents = stream(requests.maxMessages(1), verb.subject(apiPrefix, name, id), read)) {
            return documents.findFirst();
        }
    }

    private <T> Stream<T> stream(RequestMany many, String subject, Function<byte[], T> read) {
        return many.stream(subject, null, NO_DATA).flatMap(reply -> readable(reply, read).stream());
    }

    private static <T> Optional<T> readable(Message reply, Function<byte[], T> read) {
        try {
            return Optional.of(read.apply(reply.getData()));
        } catch (IllegalArgumentException ex) {
            logger.warn("A reply to a discovery request was skipped. {}", ex.getMessage());
            return Optional.empty();
        }
    }
}
