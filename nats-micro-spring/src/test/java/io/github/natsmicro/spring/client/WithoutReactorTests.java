// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** A client in an application that does not have Reactor. */
class WithoutReactorTests {

    interface Echo {

        @NatsEndpoint(subject = "without-reactor.one")
        CompletionStage<String> later(String text);

        @NatsEndpoint(subject = "without-reactor.one")
        List<String> list();

        @NatsEndpoint(subject = "without-reactor.many", streaming = "true")
        Stream<String> many();
    }

    /** What the application does. */
    static final class Application {

        private Application() {}

        static String run(String url) throws Exception {
            try (Connection connection = Nats.connect(url);
                    NatsServiceStub stub = NatsServiceStub.on(connection, ClientBench.CODECS)) {
                stub.when("without-reactor.one").reply("1").reply(List.of("2"));
                stub.when("without-reactor.many").stream("3", "4");
                NatsTemplate template = NatsTemplate.create(connection, ClientBench.CODECS);
                Echo echo = NatsClientProxyFactory.create(template).createClient(Echo.class);
                try (Stream<String> many = echo.many()) {
                    return ClassUtils.isPresent("reactor.core.publisher.Mono", Application.class.getClassLoader())
                            + " "
                            + echo.later("").toCompletableFuture().join() + echo.list() + many.toList()
                            + template.request("without-reactor.one").retrieve(String.class)
                            // As Spring looks at each bean.
                            + (ReflectionUtils.getDeclaredMethods(NatsTemplate.class).length > 0);
                }
            }
        }
    }

    @Test
    void everythingElseWorks() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(entry -> !entry.getFileName().toString().matches("(reactor-|reactive-streams-).*"))
                        .map(WithoutReactorTests::url)
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            Method run = loader.loadClass(Application.class.getName()).getDeclaredMethod("run", String.class);
            run.setAccessible(true);

            assertThat(run.invoke(null, NatsServer.shared().url())).isEqualTo("false 1[2][3, 4][\"2\"]true");
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalArgumentException(ex);
        }
    }
}
