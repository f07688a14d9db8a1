// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Reads the properties of {@link NatsMicroTest}. */
final class NatsMicroTestContextBootstrapper extends TestSliceTestContextBootstrapper<NatsMicroTest> {}
