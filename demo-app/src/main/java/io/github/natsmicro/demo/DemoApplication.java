// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import io.github.natsmicro.spring.client.EnableNatsClients;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the demo. */
@SpringBootApplication
@EnableNatsClients
public class DemoApplication {

    /**
     * Starts the demo.
     *
     * @param args properties, such as {@code --nats.servers=nats://localhost:4222}
     */
    public static void main(String[] args) {
        SpringApplication.run(DemoApplication.class, args);
    }
}
