// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import java.util.List;

/** A service that is to be, and its endpoints. */
record ServicePlan(ServiceDefinition definition, List<PlannedEndpoint> endpoints) {}
