// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Certificates that sign themselves, and their keys, made by the keytool of the JDK for one test. */
final class Certificates {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;

    private Certificates(Path directory) {
        this.directory = directory;
    }

    static Certificates make(Path directory, String... names) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Map<String, Process> processes = new TreeMap<>();
        for (String name : names) {
            List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", name));
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name));
            command.addAll(List.of("-ext", "san=ip:127.0.0.1", "-validity", "2"));
            command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
            command.addAll(List.of("-keystore", directory.resolve(name + ".p12").toString()));
            processes.put(
                    name,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve(name + ".log").toFile())
                            .start());
        }
        Certificates certificates = new Certificates(directory);
        for (String name : processes.keySet()) {
            if (Objects.requireNonNull(processes.get(name)).waitFor() != 0) {
                throw new IllegalStateException(Files.readString(directory.resolve(name + ".log")));
            }
            certificates.write(name);
        }
        return certificates;
    }

    private void write(String name) throws IOException {
        try (InputStream input = Files.newInputStream(directory.resolve(name + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(input, PASSWORD);
            Key key = store.getKey(name, PASSWORD);
            Files.writeString(
                    certificate(name),
                    pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
            Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static String pem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
    }

    /** The file with a certificate. */
    Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    /** The file with the key of a certificate. */
    Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** A file with several certificates. */
    Path all(String... names) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(Files.readString(certificate(name)));
        }
        return Files.writeString(directory.resolve(String.join("-", names) + "-all.crt"), all);
    }

    /** The configuration of a server that shows one of the certificates. */
    Path server(String file, String name, String more) throws IOException {
        return Files.writeString(
                directory.resolve(file),
                "tls { cert_file: \"%s\", key_file: \"%s\", timeout: 10 %s }\n"
                        .formatted(certificate(name), key(name), more));
    }
}
