// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

/**
 * An order that was taken.
 *
 * @param id what it is asked for by, one token of a subject
 * @param sku the article
 * @param quantity how many of it
 */
public record Order(String id, String sku, int quantity) {}
