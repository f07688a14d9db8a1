// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * On a test class with {@link org.springframework.boot.test.context.SpringBootTest}: a {@link
 * io.github.natsmicro.boot.test.NatsMicroTester} bean, and services that need no server. For a test of endpoints alone
 * there is {@link NatsMicroTest}.
 *
 * <p>In the process each bean of type {@link io.nats.client.Connection} is one that leads nowhere but into the process, be
 * it auto-configured or the application's own; so templates, declared clients and what else makes requests reach the
 * services of the test, and find nobody else. What such a connection has not, as JetStream, it refuses with an {@link
 * UnsupportedOperationException}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("nats.micro.test")
public @interface AutoConfigureNatsMicro {

    /**
     * What the services stand on. Where nothing is chosen here, the property {@code nats.micro.test.transport} can say so
     * for all tests.
     *
     * @return the transport
     */
    @PropertyMapping(skip = PropertyMapping.Skip.ON_DEFAULT_VALUE)
    TestTransport transport() default TestTransport.IN_PROCESS;
}
