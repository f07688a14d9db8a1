// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.ReconnectDelayHandler;
import io.nats.client.ServerPool;
import io.nats.client.StatisticsCollector;
import io.nats.client.impl.NatsServerPool;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Beans of the application that have a part in its connection, and connections of its own beside the auto-configured one. */
class ConnectionBeansTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());

    @Configuration(proxyBeanMethods = false)
    static class Listeners {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        ConnectionListener second() {
            return (connection, event) -> heard.add("second " + event.name());
        }

        @Bean
        @Order(1)
        ConnectionListener first() {
            return (connection, event) -> {
                heard.add("first " + event.name());
                throw new IllegalStateException("A listener that fails.");
            };
        }

        @Bean
        NatsOptionsCustomizer third() {
            return options -> options.connectionListener((connection, event) -> heard.add("third " + event.name()));
        }

        @Bean
        @Order(1)
        ErrorListener firstError() {
            return new ErrorListener() {
                @Override
                public void errorOccurred(Connection connection, String error) {
                    heard.add("first " + error);
                }
            };
        }

        @Bean
        @Order(2)
        ErrorListener secondError() {
            return new ErrorListener() {
                @Override
                public void errorOccurred(Connection connection, String error) {
                    heard.add("second " + error);
                }
            };
        }

        @Bean
        NatsOptionsCustomizer thirdError() {
            return options -> options.errorListener(new ErrorListener() {
                @Override
                public void errorOccurred(Connection connection, String error) {
                    heard.add("third " + error);
                }
            });
        }
    }

    @Test
    void allConnectionListenersHear() {
        this.runner.withUserConfiguration(Listeners.class).run(context -> {
            List<String> heard = context.getBean(Listeners.class).heard;
            await().atMost(PATIENCE).until(() -> heard.size() == 3);
            assertThat(heard).containsExactly("first CONNECTED", "second CONNECTED", "third CONNECTED");
        });
    }

    @Test
    void allErrorListenersHearBesideTheOneOfTheEngine() {
        this.runner.withUserConfiguration(Listeners.class).run(context -> {
            List<String> heard = context.getBean(Listeners.class).heard;
            ErrorListener composed =
                    context.getBean(Connection.class).getOptions().getErrorListener();
            assertThat(composed).isInstanceOf(NatsTroubleListener.class);
            await().atMost(PATIENCE).until(() -> heard.size() == 3);
            heard.clear();
            composed.errorOccurred(context.getBean(Connection.class), "oops");
            assertThat(heard).containsExactly("first oops", "second oops", "third oops");
        });
    }

    @Test
    void usesTheAuthHandler() throws Exception {
        AuthHandler handler = Nats.staticCredentials(null, NKey.createUser(null).getSeed());
        this.runner
                .withBean(AuthHandler.class, () -> handler)
                .run(context -> assertThat(
                                context.getBean(Connection.class).getOptions().getAuthHandler())
                        .isSameAs(handler));
    }

    @Test
    void usesTheReconnectDelayHandler() {
        ReconnectDelayHandler handler = attempt -> Duration.ofMillis(7);
        this.runner
                .withBean(ReconnectDelayHandler.class, () -> handler)
                .run(context -> assertThat(
                                context.getBean(Connection.class).getOptions().getReconnectDelayHandler())
                        .isSameAs(handler));
    }

    @Test
    void usesTheServerPool() {
        ServerPool pool = new NatsServerPool();
        this.runner.withBean(ServerPool.class, () -> pool).run(context -> {
            Options options = context.getBean(Connection.class).getOptions();
            assertThat(options.getServerPool()).isSameAs(pool);
            assertThat(pool.getServerList()).contains(NatsServer.shared().url());
        });
    }

    @Test
    void usesTheStatisticsCollector() {
        StatisticsCollector collector = collector();
        this.runner
                .withBean(StatisticsCollector.class, () -> collector)
                .run(context -> assertThat(context.getBean(Connection.class).getStatistics())
                        .isSameAs(collector));
    }

    private static StatisticsCollector collector() {
        return (StatisticsCollector) Proxy.newProxyInstance(
                ConnectionBeansTests.class.getClassLoader(),
                new Class<?>[] {StatisticsCollector.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> method.getReturnType() == long.class ? 0L : null;
                });
    }

    @Test
    void twoBeansOfAKindThatCanBeUsedOnceStopTheStart() {
        ReconnectDelayHandler handler = attempt -> Duration.ofMillis(7);
        this.runner
                .withBean("one", ReconnectDelayHandler.class, () -> handler)
                .withBean("two", ReconnectDelayHandler.class, () -> handler)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("expected single matching bean"));
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondConnection {

        @Autowired
        Connection unqualified;

        @Autowired
        @Qualifier("reports")
        Connection qualified;

        @Bean(defaultCandidate = false, destroyMethod = "close")
        @Qualifier("reports")
        static Connection reportsConnection() throws Exception {
            return Nats.connect(Options.builder()
                    .server(NatsServer.shared().url())
                    .connectionName("reports")
                    .build());
        }
    }

    @Test
    void aSecondConnectionIsFoundByItsQualifierBesideTheAutoConfiguredOne() {
        this.runner
                .withPropertyValues("nats.connection-name=ours")
                .withUserConfiguration(SecondConnection.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("natsConnection").hasBean("reportsConnection");
                    SecondConnection beans = context.getBean(SecondConnection.class);
                    assertThat(beans.unqualified.getOptions().getConnectionName())
                            .isEqualTo("ours");
                    assertThat(beans.qualified.getOptions().getConnectionName()).isEqualTo("reports");
                });
    }

    @Test
    void listenersOfTheApplicationMayBeAddedToTheConnectionAsEver() {
        List<Events> heard = new CopyOnWriteArrayList<>();
        this.runner.run(context -> {
            context.getBean(Connection.class).addConnectionListener((connection, event) -> heard.add(event));
            context.close();
            await().atMost(PATIENCE).until(() -> heard.contains(Events.CLOSED));
        });
    }
}
