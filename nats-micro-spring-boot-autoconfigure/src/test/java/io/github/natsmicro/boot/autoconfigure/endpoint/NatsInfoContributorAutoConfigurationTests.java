// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.testing.NatsServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NatsInfoContributorAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());

    /** Imports by the selector of Boot, which leaves out what is not on the class path before it reads it. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        NatsAutoConfiguration.class,
        NatsClientAutoConfiguration.class,
        NatsMicroAutoConfiguration.class,
        NatsInfoContributorAutoConfiguration.class
    })
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class OwnContributor {

        @Bean
        InfoContributor natsInfoContributor() {
            return builder -> builder.withDetail("nats", "mine");
        }
    }

    private static @Nullable Object info(InfoContributor contributor) {
        Info.Builder builder = new Info.Builder();
        contributor.contribute(builder);
        return builder.build().get("nats");
    }

    @Test
    void tellsOfTheCodecs() {
        this.runner.run(context -> assertThat(info(context.getBean(InfoContributor.class)))
                .isEqualTo(Map.of(
                        "defaultCodec",
                        "Jackson 2 (a mapper of its own)",
                        "codecs",
                        List.of("Protobuf", "Jackson 2 (a mapper of its own)"))));
    }

    @Test
    void isThereForAnApplicationThatIsOnlyAClient() {
        this.runner
                .withPropertyValues("nats.micro.enabled=false")
                .run(context -> assertThat(context).hasSingleBean(InfoContributor.class));
    }

    @Test
    void isNotThereWithoutTheActuator() {
        this.runner
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(MicroServiceRegistrar.class)
                        .doesNotHaveBean("natsInfoContributor"));
    }

    @Test
    void isNotThereWhereItIsSwitchedOff() {
        this.runner
                .withPropertyValues("management.info.nats.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(InfoContributor.class));
    }

    @Test
    void isNotThereWithoutCodecs() {
        this.runner
                .withPropertyValues("nats.micro.enabled=false", "nats.client.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(InfoContributor.class));
    }

    @Test
    void backsOffBeforeTheContributorOfTheUser() {
        this.runner
                .withUserConfiguration(OwnContributor.class)
                .run(context ->
                        assertThat(info(context.getBean(InfoContributor.class))).isEqualTo("mine"));
    }
}
