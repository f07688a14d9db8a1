// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** What a service does when the server refuses it a subscription, for want of a permission. */
public enum FailurePolicy {

    /** It reports to its listeners and the log, marks the endpoint as failed, and goes on with the others. */
    REPORT,

    /** It reports, and stops with a {@link ServiceFailedException}; a start that is refused fails. */
    STOP
}
