// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.restart;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Import;

/** An application with DevTools that restarts when it is asked to. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(RestartedApplication.Endpoints.class)
public class RestartedApplication {

    static class Endpoints {

        /** The class loader that the application has this time. */
        @NatsEndpoint
        String loader() {
            ClassLoader loader = getClass().getClassLoader();
            return loader.getClass().getSimpleName() + " " + System.identityHashCode(loader);
        }

        @NatsEndpoint
        void restart() {
            Restarter.getInstance().restart();
        }
    }

    public static void main(String[] args) {
        SpringApplication.run(RestartedApplication.class, args);
    }
}
