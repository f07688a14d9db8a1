// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the connection logs in, checked before a server asks for it: jnats does not say then what it could not read. */
final class NatsLogin {

    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]*\\.[\\w-]+\\.[\\w-]+");
    private static final Pattern SEED = Pattern.compile("SU[A-Z2-7]{56}(?![A-Z2-7])");

    private final NatsConnectionDetails details;

    NatsLogin(NatsConnectionDetails details) {
        this.details = details;
    }

    void applyTo(Options.Builder options) {
        checkOnlyOneWay();
        String username = this.details.getUsername();
        if (username != null) {
            String password = this.details.getPassword();
            options.userInfo(username, password == null ? "" : password);
        }
        String token = this.details.getToken();
        if (token != null) {
            options.token(token.toCharArray());
        }
        String nkey = this.details.getNkey();
        if (nkey != null) {
            options.authHandler(Nats.staticCredentials(null, checkedSeed(nkey.strip())));
        }
        String file = this.details.getCredentials();
        if (file != null) {
            options.authHandler(Nats.credentials(checkedFile(file)));
        }
        String content = this.details.getCredentialsContent();
        if (content != null) {
            options.authHandler(fromContent(content));
        }
    }

    private void checkOnlyOneWay() {
        Map<String, @Nullable String> ways = new LinkedHashMap<>();
        ways.put("nats.username", this.details.getUsername());
        ways.put("nats.token", this.details.getToken());
        ways.put("nats.nkey", this.details.getNkey());
        ways.put("nats.credentials", this.details.getCredentials());
        ways.put("nats.credentials-content", this.details.getCredentialsContent());
        List<String> given = ways.entrySet().stream()
                .filter(way -> way.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
        if (given.size() > 1) {
            throw new InvalidDefinitionException(
                    "There is more than one way to log in to the NATS server: %s."
                            .formatted(String.join(" and ", given)),
                    "Set only the one that the server asks for.",
                    null);
        }
    }

    private static char[] checkedSeed(String seed) {
        char[] characters = seed.toCharArray();
        if (!isSeedOfUser(characters)) {
            throw new InvalidDefinitionException(
                    "The property nats.nkey holds no seed of a user's NKey.",
                    "Set nats.nkey to the seed, which begins with SU.",
                    null);
        }
        return characters;
    }

    private static boolean isSeedOfUser(char[] seed) {
        try {
            NKey key = NKey.fromSeed(seed);
            boolean user = key.getType() == NKey.Type.USER;
            key.clear();
            return user;
        } catch (IllegalArgumentException | IllegalStateException ex) {
            return false;
        }
    }

    private static String checkedFile(String file) {
        try {
            if (Files.isReadable(Path.of(file))) {
                return file;
            }
        } catch (InvalidPathException ex) {
            // Then it is not there.
        }
        throw new InvalidDefinitionException(
                "The credentials file %s is not there or can not be read.".formatted(file),
                "Correct the property nats.credentials, or put the file there.",
                null);
    }

    /** jnats knows lines only, which an environment variable may have lost. */
    private static AuthHandler fromContent(String content) {
        Matcher jwt = JWT.matcher(content);
        if (jwt.find()) {
            Matcher seed = SEED.matcher(content);
            if (seed.find(jwt.end()) && isSeedOfUser(seed.group().toCharArray())) {
                return Nats.staticCredentials(
                        jwt.group().toCharArray(), seed.group().toCharArray());
            }
        }
        throw new InvalidDefinitionException(
                "The property nats.credentials-content holds no user JWT followed by the seed of a user's NKey.",
                "Set nats.credentials-content to the whole content of a credentials file.",
                null);
    }
}
