// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an application says that injects a client which nobody asked for. */
@ExtendWith(OutputCaptureExtension.class)
class MissingClientFailureTests {

    interface Common<T> {

        @NatsEndpoint
        T get(String id);
    }

    interface Orders extends Common<String> {}

    interface Other {

        String get(String id);
    }

    static class NeedsOrders {

        NeedsOrders(Orders orders) {}
    }

    static class NeedsOther {

        NeedsOther(Other other) {}
    }

    @Test
    void anInterfaceWithEndpointsThatIsNoBean(CapturedOutput output) {
        ApplicationOutput report = ApplicationOutput.ofFailure(
                output, List.of("nats.servers=" + NatsServer.shared().url()), NeedsOrders.class);
        assertThat(report.description())
                .isEqualTo("A client of the interface " + Orders.class.getName()
                        + " is wanted, but there is none, and no bean to be injected implements it.");
        assertThat(report.action())
                .isEqualTo(
                        "Add @EnableNatsClients(clients = Orders.class) to a configuration class, or define a bean that"
                                + " implements the interface.");
    }

    @Test
    void anotherInterfaceIsLeftToSpringBoot(CapturedOutput output) {
        SpringApplication application = new SpringApplication(NeedsOther.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run().close()).isNotNull();
        assertThat(output)
                .contains("required a bean of type '" + Other.class.getName() + "' that could not be found.")
                .doesNotContain("A client of the interface");
    }
}
