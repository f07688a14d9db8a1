// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * What is to be ordered.
 *
 * @param sku the article, which must not be blank
 * @param quantity how many of it, 1 to 1000
 */
public record NewOrder(
        @NotBlank(message = "must name an article") String sku,

        @NotNull(message = "must be given")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = 1000, message = "must be at most 1000")
        Integer quantity) {}
