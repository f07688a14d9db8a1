// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.HandlerThreads;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads that call endpoint methods. */
@ExtendWith(OutputCaptureExtension.class)
class HandlerThreadsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
            .withUserConfiguration(Threads.class)
            .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "spring.application.name=threads");

    @Configuration(proxyBeanMethods = false)
    static class Threads {

        @NatsEndpoint(subject = "thread.name")
        String name() {
            return Thread.currentThread().toString();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnThreads {

        @Bean(destroyMethod = "close")
        HandlerThreads mine() {
            return HandlerThreads.pool("mine", 1);
        }
    }

    private static String thread(ApplicationContext context) throws Exception {
        byte[] reply = context.getBean(Connection.class)
                .request("thread.name", new byte[0])
                .get(10, TimeUnit.SECONDS)
                .getData();
        return new String(reply, StandardCharsets.UTF_8);
    }

    @Test
    void areAPoolOfPlatformThreads() {
        this.runner.run(
                context -> assertThat(thread(context)).startsWith("Thread[").contains("nats-micro-"));
    }

    @Test
    void areNamedByTheProperty() {
        this.runner
                .withPropertyValues("nats.micro.executor.thread-name-prefix=orders")
                .run(context -> assertThat(thread(context)).contains("orders-"));
    }

    @Test
    void areTheUsersWhereThereIsABeanOfThem() {
        this.runner
                .withUserConfiguration(OwnThreads.class)
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> {
                    assertThat(context).hasSingleBean(HandlerThreads.class);
                    assertThat(thread(context)).startsWith("Thread[").contains("mine-");
                });
    }

    @Test
    void areRefusedWhereThereWouldBeNone() {
        this.runner
                .withPropertyValues("nats.micro.executor.max-threads=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("A pool of 0 handler threads can handle nothing."));
    }

    @Test
    void areRefusedWithTheNameOfTheProperty() {
        this.runner
                .withPropertyValues("nats.micro.executor.keep-alive=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("The property nats.micro.executor can not be used"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void areVirtualWhereTheApplicationAsksForThem() {
        this.runner
                .withPropertyValues(
                        "spring.threads.virtual.enabled=true", "nats.micro.executor.thread-name-prefix=light")
                .run(context ->
                        assertThat(thread(context)).startsWith("VirtualThread[").contains("light-"));
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void areAPoolWithoutAWordWhereThereAreNoVirtualOnes(CapturedOutput output) {
        this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            assertThat(thread(context)).startsWith("Thread[").contains("nats-micro-");
            assertThat(output.getAll()).doesNotContainIgnoringCase("virtual");
        });
    }
}
