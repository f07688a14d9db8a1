// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * On a test class: a test of endpoints, through the full path of a request, but without the rest of the application and
 * without a server.
 *
 * <p>Of the application's components there are only those with endpoints (methods with {@code @NatsEndpoint}, classes with
 * {@code @NatsService} or {@code @NatsGroup}, {@code NatsRouter} beans) and what belongs to them: {@code
 * @NatsEndpointAdvice}, exception handlers, interceptors, listeners and customizers, codecs, converters, argument
 * resolvers, modules of Jackson. Validation, JSON, services and clients are auto-configured, and a {@link
 * io.github.natsmicro.boot.test.NatsMicroTester} is a bean. What endpoints need besides the test supplies, as by {@code
 * @MockitoBean} or {@code @Import}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(NatsMicroTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(NatsMicroTypeExcludeFilter.class)
@AutoConfigureNatsMicro
@ImportAutoConfiguration
public @interface NatsMicroTest {

    /**
     * Properties to be added to the environment before the test runs.
     *
     * @return the properties in the form {@code key=value}
     */
    String[] properties() default {};

    /**
     * The same as {@link #endpoints}.
     *
     * @return the classes
     */
    @AliasFor("endpoints")
    Class<?>[] value() default {};

    /**
     * The classes whose endpoints are tested. Without any these are all.
     *
     * @return classes with endpoints, or routers
     */
    @AliasFor("value")
    Class<?>[] endpoints() default {};

    /**
     * What the services stand on.
     *
     * @return the transport, as {@link AutoConfigureNatsMicro#transport} has it
     */
    @AliasFor(annotation = AutoConfigureNatsMicro.class, attribute = "transport")
    TestTransport transport() default TestTransport.IN_PROCESS;

    /**
     * Whether the components that are told of above are there; without, only the {@link #includeFilters} say which are.
     *
     * @return whether default filters are used
     */
    boolean useDefaultFilters() default true;

    /**
     * Components that are there besides.
     *
     * @return the filters
     */
    Filter[] includeFilters() default {};

    /**
     * Components that are not there.
     *
     * @return the filters
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configurations that are not applied.
     *
     * @return the classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
