// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes clients of interfaces with {@link io.github.natsmicro.spring.annotation.NatsEndpoint} methods, as beans that have
 * the full names of the interfaces. Where neither packages nor interfaces are named, those in and below the package of the
 * annotated class are found. The clients are made by the {@link NatsClientProxyFactory} of the context; a mistake in an
 * interface stops the start.
 *
 * <p>A client is the fallback for its interface: in an application that implements the interface, the implementation is
 * what is injected, and {@link NatsClient @NatsClient} where it is injected asks for the client. A client offers no
 * endpoints.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(NatsClientsRegistrar.class)
public @interface EnableNatsClients {

    /**
     * Alias of {@link #basePackages()}.
     *
     * @return the packages
     */
    @AliasFor("basePackages")
    String[] value() default {};

    /**
     * Finds the interfaces in and below these packages.
     *
     * @return the packages
     */
    @AliasFor("value")
    String[] basePackages() default {};

    /**
     * Finds the interfaces in and below the packages of these classes.
     *
     * @return the classes
     */
    Class<?>[] basePackageClasses() default {};

    /**
     * Interfaces that need not be found.
     *
     * @return the interfaces
     */
    Class<?>[] clients() default {};

    /**
     * The {@link NatsClientProxyFactory} that makes the clients.
     *
     * @return the name of the bean; empty for the only one
     */
    String proxyFactory() default "";
}
