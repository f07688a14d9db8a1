// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.core.retry.RetryPolicy;

/** The properties of what calls services. */
@ConfigurationProperties("nats.client")
public class NatsClientProperties {

    /**
     * Whether there is a template, and declared clients can be made.
     */
    private boolean enabled = true;

    /**
     * How long to wait for a reply with all attempts, or for the first and for each next element of a stream.
     */
    private Duration timeout = Duration.ofSeconds(5);

    private final Retry retry = new Retry();

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getTimeout() {
        return this.timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public Retry getRetry() {
        return this.retry;
    }

    /** When a request is tried again, where nobody listened or the service answered 503. */
    public static class Retry {

        /**
         * Whether a request is tried again when nobody listened or the service answered 503.
         */
        private boolean enabled;

        /**
         * How often it is tried again at most.
         */
        private long maxRetries = RetryPolicySettings.DEFAULT_MAX_RETRIES;

        /**
         * How long to wait before the second attempt.
         */
        private Duration delay = RetryPolicySettings.DEFAULT_DELAY;

        /**
         * How much the delay may differ by chance, so that not all callers come back at once.
         */
        private @Nullable Duration jitter;

        /**
         * How many times as long to wait before each next attempt.
         */
        private double multiplier = RetryPolicySettings.DEFAULT_MULTIPLIER;

        /**
         * How long to wait before an attempt at most.
         */
        private Duration maxDelay = RetryPolicySettings.DEFAULT_MAX_DELAY;

        @Nullable
        RetryPolicy policy() {
            if (!this.enabled) {
                return null;
            }
            RetryPolicySettings settings = new RetryPolicySettings();
            settings.setMaxRetries(this.maxRetries);
            settings.setDelay(this.delay);
            settings.setJitter(this.jitter);
            settings.setMultiplier(this.multiplier);
            settings.setMaxDelay(this.maxDelay);
            return settings.createRetryPolicy();
        }

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public long getMaxRetries() {
            return this.maxRetries;
        }

        public void setMaxRetries(long maxRetries) {
            this.maxRetries = maxRetries;
        }

        public Duration getDelay() {
            return this.delay;
        }

        public void setDelay(Duration delay) {
            this.delay = delay;
        }

        public @Nullable Duration getJitter() {
            return this.jitter;
        }

        public void setJitter(@Nullable Duration jitter) {
            this.jitter = jitter;
        }

        public double getMultiplier() {
            return this.multiplier;
        }

        public void setMultiplier(double multiplier) {
            this.multiplier = multiplier;
        }

        public Duration getMaxDelay() {
            return this.maxDelay;
        }

        public void setMaxDelay(Duration maxDelay) {
            this.maxDelay = maxDelay;
        }
    }
}
