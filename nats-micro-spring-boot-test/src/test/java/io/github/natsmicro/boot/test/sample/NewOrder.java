// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;

/** What is ordered. */
record NewOrder(@NotBlank String item, @Max(10) int quantity) {}
