// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Configuration;

/** What an application that can not start writes for its user. */
public record ApplicationOutput(String description, String action, String everything) {

    private static final Pattern REPORT =
            Pattern.compile("Description:\\R\\R(.*?)\\R\\RAction:\\R\\R(.*?)\\R\\R?$", Pattern.DOTALL);

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        NatsAutoConfiguration.class,
        NatsMicroAutoConfiguration.class
    })
    static class Application {}

    /** Runs an application that has to fail, and reads its report. */
    public static ApplicationOutput ofFailure(CapturedOutput output, List<String> properties, Class<?>... components) {
        List<Class<?>> sources = new ArrayList<>(List.of(components));
        sources.add(Application.class);
        SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments =
                properties.stream().map(property -> "--" + property).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments).close()).isNotNull();

        String everything = output.getAll();
        Matcher report = REPORT.matcher(everything);
        assertThat(report.find()).as("a report in %s", everything).isTrue();
        ApplicationOutput result = new ApplicationOutput(report.group(1), report.group(2), everything);
        result.assertFitForUsers();
        return result;
    }

    /** Whole sentences, and no stack trace. */
    private void assertFitForUsers() {
        assertThat(description).matches("(?s)[A-Z].*[^.]\\.");
        assertThat(action).matches("(?s)[A-Z].*[^.]\\.");
        assertThat(everything).doesNotContain("\tat ").doesNotContain("Caused by:");
    }
}
