// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller learns of an exception that was not made for it. */
class ErrorDetailsTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroServiceBuilder failing() {
        return bench.service("failing").addEndpoint("fail", request -> {
            throw new IllegalStateException("the secret\nof the house");
        });
    }

    @Test
    void byDefaultItLearnsNothing() {
        bench.start(failing());

        Replies.assertError(bench.call("fail"), 500, "Internal Server Error");
    }

    @Test
    void itLearnsTheExceptionWhereThatIsSwitchedOn() {
        bench.start(failing().errorDetails(true));

        Replies.assertError(bench.call("fail"), 500, "java.lang.IllegalStateException: the secret of the house");
    }
}
