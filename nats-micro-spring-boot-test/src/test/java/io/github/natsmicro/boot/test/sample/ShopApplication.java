// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. */
@SpringBootApplication
class ShopApplication {}
