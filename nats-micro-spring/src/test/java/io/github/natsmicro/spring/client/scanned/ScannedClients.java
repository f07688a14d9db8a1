// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client.scanned;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.NatsClient;
import org.springframework.context.annotation.Configuration;

/** Interfaces that are clients, and what is none, to be found in this package. */
@Configuration(proxyBeanMethods = false)
@EnableNatsClients
public class ScannedClients {

    public interface Direct {

        @NatsEndpoint
        String direct();
    }

    @NatsClient
    public interface Inherited extends Direct {}

    public interface Common<T> {

        @NatsEndpoint
        T common();
    }

    @NatsGroup("grouped")
    public interface Grouped extends Common<String> {}

    @NatsGroup("empty")
    public interface GroupOnly {}

    public interface Unrelated {

        String unrelated();
    }

    public static class Implementation implements Direct {

        @Override
        @NatsEndpoint
        public String direct() {
            return "";
        }
    }
}
