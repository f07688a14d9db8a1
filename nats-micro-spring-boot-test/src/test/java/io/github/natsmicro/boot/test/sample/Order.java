// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

/** What was ordered. */
record Order(String id, String item, int quantity) {}
