// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import org.springframework.stereotype.Component;

/** Has endpoints, but none of its own. */
@Component
class VersionEndpoints extends AbstractVersionEndpoints {}
