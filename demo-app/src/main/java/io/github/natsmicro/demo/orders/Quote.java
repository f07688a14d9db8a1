// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import java.math.BigDecimal;

/**
 * What an order would cost.
 *
 * @param sku the article
 * @param quantity how many of it
 * @param price the price of all together
 */
public record Quote(String sku, int quantity, BigDecimal price) {}
