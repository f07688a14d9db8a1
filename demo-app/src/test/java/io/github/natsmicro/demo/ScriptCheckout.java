// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of this project's {@code bin} folder, and an environment in which its scripts see only what the test gives them. */
final class ScriptCheckout {

    private static final String TOOLS =
            "bash cat chmod dirname env grep gzip head id mkdir mktemp mv readlink rm sed tar tr";

    final Path root;
    final Path tools;
    final Path copies;
    final Path script;
    final Map<String, String> environment = new TreeMap<>();

    ScriptCheckout(Path folder) throws IOException {
        root = Files.createDirectory(folder.toRealPath().resolve("a checkout"));
        copies = root.resolve(".nats-server");
        script = root.resolve("bin/nats-server");
        copyFolder(checkoutOfThisTest().resolve("bin"), root.resolve("bin"));
        tools = Files.createDirectory(folder.toRealPath().resolve("tools"));
        for (String tool : TOOLS.split(" ", -1)) {
            passOn(tool, onThePath(tool));
        }
        tool("uname", "[ \"$1\" = -m ] && echo x86_64 || echo Linux");
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.toString());
    }

    record Result(int status, String out, String err) {}

    record Running(Process process, Path out, Path err) {}

    Result run() throws Exception {
        return finish(start(script.toString()));
    }

    Running start(String... command) throws IOException {
        Path out = Files.createTempFile(root.getParent(), "out", ".txt");
        Path err = Files.createTempFile(root.getParent(), "err", ".txt");
        // ProcessBuilder looks a command up on the PATH of the test, so env does it on the PATH of the script.
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(tools.resolve("env").toString()), Stream.of(command))
                                .toList())
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    static Result finish(Running running) throws Exception {
        Process process = running.process();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String err = Files.readString(running.err());
        assertThat(ended).as("Ended within a minute; stderr: " + err).isTrue();
        return new Result(process.exitValue(), Files.readString(running.out()), err);
    }

    String outputOf(Path executable) throws Exception {
        Result result = finish(start(executable.toString()));
        assertThat(result.status()).isZero();
        return result.out();
    }

    void java() throws IOException {
        passOn("java", Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    // No symbolic link, because JUnit warns about each one that leads out of the temporary folder.
    private void passOn(String name, Path to) throws IOException {
        tool(name, "#!/bin/sh\nexec '" + to + "' \"$@\"\n");
    }

    /** An apt-get that knows the package only after an update into folders of the checkout, and a dpkg. */
    void packageOfApt() throws IOException {
        tool("apt-get", """
                lists=/nowhere
                for argument in "$@"; do
                    case $argument in
                        "Dir::State::lists=$ROOT/.nats-server/"*) lists=${argument#*=} ;;
                        update) echo >"$lists/updated" ;;
                        download)
                            if [ ! -f "$lists/updated" ]; then
                                echo 'E: Unable to locate package nats-server' >&2
                                exit 100
                            fi
                            echo >nats-server_1.2.3_all.deb
                            ;;
                    esac
                done
                """.replace("$ROOT", root.toString()));
        tool("dpkg", """
                [ "$1" = -x ] && [ -f "$2" ] || exit 1
                mkdir -p "$3/usr/sbin"
                printf '%s\\n' '#!/bin/sh' 'echo packaged' >"$3/usr/sbin/nats-server"
                """);
    }

    Path tool(String name, String commands) throws IOException {
        String shebang = commands.startsWith("#!") ? "" : "#!/usr/bin/env bash\n";
        return executable(tools.resolve(name), shebang + commands);
    }

    static String fakeServer(String output) {
        return "#!/bin/sh\necho '" + output + "'\n";
    }

    static Path executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path checkoutOfThisTest() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("bin/nats-server"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("The folder above this test with bin/nats-server")
                    .isNotNull();
        }
        return folder;
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder).toAbsolutePath().resolve(tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("This test needs " + tool + " on the PATH."));
    }

    static void copyFolder(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
