// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;

class ServiceMistakeTests {

    private static final String LET_THEM_AGREE =
            "Let description, metadata, queue group and connection agree, or give the services different names.";
    private static final String LEAVE_OUT =
            "Leave out description, metadata, queue group and connection, or give the service another name.";

    private static void assertMistake(InvalidDefinitionException failure, String description, String action) {
        assertThat(failure.description()).isEqualTo(description);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(description + " " + action);
    }

    @NatsService(name = "my orders", version = "1.0.0")
    static class BadName {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aBadName() {
        assertMistake(
                NatsContext.failure(BadName.class),
                "The @NatsService on " + BadName.class.getName()
                        + " can not be used: the service name \"my orders\" must be made of letters (A-Z,"
                        + " a-z), digits, '-' and '_'.",
                "Correct the attribute \"name\" of @NatsService.");
    }

    @NatsService(name = "orders", version = "1.0")
    static class BadVersion {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aBadVersion() {
        assertMistake(
                NatsContext.failure(BadVersion.class),
                "The @NatsService on " + BadVersion.class.getName()
                        + " can not be used: the service version \"1.0\" must follow Semantic Versioning, for"
                        + " example 1.0.0.",
                "Correct the attribute \"version\" of @NatsService.");
    }

    @NatsService(name = "orders", version = "1.0.0", queueGroup = "*")
    static class BadQueueGroup {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aBadQueueGroup() {
        assertMistake(
                NatsContext.failure(BadQueueGroup.class),
                "The @NatsService on " + BadQueueGroup.class.getName()
                        + " can not be used: the queue group \"*\" must be tokens separated by dots, without"
                        + " white space or wildcards.",
                "Correct the attribute \"queueGroup\" of @NatsService.");
    }

    @NatsService(name = "orders", version = "1.0.0", metadata = "nothing")
    static class BadMetadata {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aMetadataEntryWithoutSeparator() {
        assertMistake(
                NatsContext.failure(BadMetadata.class),
                "The metadata entry \"nothing\" of the @NatsService on " + BadMetadata.class.getName() + " has no key.",
                "Write it as \"key=value\".");
    }

    @NatsService(name = "${no.such.property}", version = "1.0.0")
    static class Unresolvable {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aPlaceholderThatCanNotBeResolved() {
        assertMistake(
                NatsContext.failure(PropertySourcesPlaceholderConfigurer.class, Unresolvable.class),
                "The attribute \"name\" of the @NatsService on " + Unresolvable.class.getName()
                        + " can not be resolved: Could not resolve placeholder 'no.such.property' in value"
                        + " \"${no.such.property}\".",
                "Define the property, or give the placeholder a default as in ${name:default}.");
    }

    @NatsService(name = "orders", version = "1.0.0", description = "Orders", metadata = "a=1", queueGroup = "one")
    static class First {

        @NatsEndpoint
        void first() {}
    }

    @NatsService(name = "orders", version = "1.0.0", description = "Other", metadata = "a=1", queueGroup = "one")
    static class OtherDescription {

        @NatsEndpoint
        void second() {}
    }

    @NatsService(name = "orders", version = "1.0.0", description = "Orders", metadata = "a=2", queueGroup = "one")
    static class OtherMetadata {

        @NatsEndpoint
        void second() {}
    }

    @NatsService(name = "orders", version = "1.0.0", description = "Orders", metadata = "a=1", queueGroup = "two")
    static class OtherQueueGroup {

        @NatsEndpoint
        void second() {}
    }

    private static void assertDisagreement(Class<?> other) {
        assertMistake(
                NatsContext.failure(First.class, other),
                "The class %s and the class %s describe the service \"orders\" 1.0.0 differently."
                        .formatted(First.class.getName(), other.getName()),
                LET_THEM_AGREE);
    }

    @Test
    void descriptionsThatDisagree() {
        assertDisagreement(OtherDescription.class);
    }

    @Test
    void metadataThatDisagrees() {
        assertDisagreement(OtherMetadata.class);
    }

    @Test
    void queueGroupsThatDisagree() {
        assertDisagreement(OtherQueueGroup.class);
    }

    @NatsService(name = "default-service", version = "1.0.0", description = "Not the default")
    static class OtherThanDefault {

        @NatsEndpoint
        void get() {}
    }

    @NatsService(
            name = "default-service",
            version = "1.0.0",
            description = "The default",
            metadata = "from=test",
            queueGroup = "other")
    static class OtherQueueGroupThanDefault {

        @NatsEndpoint
        void get() {}
    }

    @Test
    void aDescriptionThatDisagreesWithTheDefaultService() {
        assertMistake(
                NatsContext.failure(OtherThanDefault.class),
                "The class " + OtherThanDefault.class.getName()
                        + " says something else of the service \"default-service\" 1.0.0 than the properties"
                        + " nats.micro.* do.",
                LEAVE_OUT);
    }

    @Test
    void aQueueGroupThatDisagreesWithTheDefaultService() {
        assertMistake(
                NatsContext.failure(OtherQueueGroupThanDefault.class),
                "The class " + OtherQueueGroupThanDefault.class.getName()
                        + " says something else of the service \"default-service\" 1.0.0 than the properties"
                        + " nats.micro.* do.",
                LEAVE_OUT);
    }

    static class WithoutService {

        @NatsEndpoint
        void get() {}
    }

    static class NoDefaultService implements BeanPostProcessor {

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (bean instanceof MicroServiceRegistrar registrar) {
                registrar.setDefaultService(null);
            }
            return bean;
        }
    }

    @Test
    void anEndpointOfADefaultServiceThatHasNoName() {
        assertMistake(
                NatsContext.failure(NoDefaultService.class, WithoutService.class),
                "The endpoint method " + WithoutService.class.getName()
                        + ".get() (bean \"serviceMistakeTests.WithoutService\") belongs to the default service, which has"
                        + " no name.",
                "Set the property nats.micro.name (or spring.application.name), or name a service"
                        + " with @NatsService on the class.");
    }

    static class BadPrefix implements BeanPostProcessor {

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (bean instanceof MicroServiceRegistrar registrar) {
                registrar.setApiPrefix("$SRV.>");
            }
            return bean;
        }
    }

    @Test
    void aBadApiPrefix() {
        InvalidDefinitionException failure = NatsContext.failure(BadPrefix.class, WithoutService.class);
        assertThat(failure.description())
                .isEqualTo("The service \"default-service\" can not be used: the API prefix \"$SRV.>\" must be"
                        + " tokens separated by dots, without white space or wildcards.");
        assertThat(failure.action()).endsWith(".");
    }
}
