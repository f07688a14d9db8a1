// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** Endpoints where libraries that need not be there are not. Spring and this module are loaded anew without them. */
class OptionalLibrariesTests {

    private static final List<String> WEB = List.of("org.springframework.web.", "org.springframework.http.");
    private static final List<String> REACTIVE = List.of("reactor.", "org.reactivestreams.");
    private static final List<String> CONTEXT = List.of("io.micrometer.context.");
    private static final List<String> VALIDATION = List.of("jakarta.validation.", "org.hibernate.validator.");

    @NatsResponseStatus(404)
    static class NotThere extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static class Endpoints {

        @NatsEndpoint
        String check(@NotBlank String text) throws Exception {
            throw switch (text) {
                case "annotated" -> new NotThere();
                case "timeout" -> new TimeoutException();
                case "handled" -> new ArithmeticException();
                default -> new IllegalStateException("reached");
            };
        }

        @MessageExceptionHandler(ArithmeticException.class)
        String handle() {
            return "handled";
        }
    }

    /** What is run without the libraries. It is not called directly. */
    static final class Probe {

        private Probe() {}

        static String run() {
            try (NatsContext nats = NatsContext.start(Endpoints.class)) {
                return NatsContext.error(nats.request("check", "annotated")) + ", "
                        + NatsContext.error(nats.request("check", "timeout")) + ", "
                        + NatsContext.text(nats.request("check", "handled")) + ", "
                        + NatsContext.error(nats.request("check", " "));
            }
        }
    }

    private static final class WithoutLibraries extends ClassLoader {

        private final List<String> hidden;

        WithoutLibraries(List<String> hidden) {
            super(OptionalLibrariesTests.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (hidden.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("org.springframework.") && !name.startsWith("io.github.natsmicro.spring.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException ex) {
                throw new ClassNotFoundException(name, ex);
            }
        }
    }

    private static void assertWorksWithout(List<String> hidden) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader without = new WithoutLibraries(hidden);
        Thread.currentThread().setContextClassLoader(without);
        try {
            Class<?> probe = without.loadClass(Probe.class.getName());
            assertThat(probe).isNotSameAs(Probe.class);
            Method run = probe.getDeclaredMethod("run");
            run.setAccessible(true);
            assertThat(run.invoke(null))
                    .isEqualTo("404:Not Found, 504:Gateway Timeout, handled, 500:Internal Server Error");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void endpointsWorkWithoutReactiveLibraries() throws Exception {
        assertWorksWithout(REACTIVE);
    }

    @Test
    void endpointsWorkWithoutSpringWeb() throws Exception {
        assertWorksWithout(WEB);
    }

    @Test
    void endpointsWorkWithoutValidationAndIgnoreConstraints() throws Exception {
        assertWorksWithout(VALIDATION);
    }

    @Test
    void endpointsWorkWithoutContextPropagation() throws Exception {
        assertWorksWithout(CONTEXT);
    }
}
