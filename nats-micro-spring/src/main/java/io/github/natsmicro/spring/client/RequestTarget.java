// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.SubjectTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What a request is for, whatever its variables are filled with.
 *
 * @param subject the subject with its variables
 * @param service the name of the service, {@code null} if the client does not know it
 * @param endpoint the name of the endpoint, {@code null} if the client does not know it
 */
record RequestTarget(
        SubjectTemplate subject,
        @Nullable String service,
        @Nullable String endpoint) {}
