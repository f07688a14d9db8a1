// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import io.github.natsmicro.testing.NatsServer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** Runs the demo once for all tests that have this annotation, with a NATS server of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = DemoTest.Server.class)
public @interface DemoTest {

    /** The server of the tests. */
    final class Server implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        public static final NatsServer NATS = NatsServer.start();

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("nats.servers=" + NATS.url()).applyTo(context);
        }
    }
}
