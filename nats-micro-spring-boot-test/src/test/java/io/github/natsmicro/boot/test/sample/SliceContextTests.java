// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.test.NatsMicroTester;
import io.github.natsmicro.boot.test.autoconfigure.NatsMicroTest;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;

/** Which components are in the context of a slice, and which slices share one. */
class SliceContextTests {

    private static ApplicationContext contextOf(Class<?> testClass) {
        return new TestContextManager(testClass).getTestContext().getApplicationContext();
    }

    @Test
    void slicesOfTheSameEndpointsShareTheirContext() {
        assertThat(contextOf(First.class)).isSameAs(contextOf(Second.class)).isNotSameAs(contextOf(Narrow.class));
    }

    @Test
    void componentsThatInheritEndpointsOrRepeatThemArePartOfIt() {
        NatsMicroTester tester = contextOf(First.class).getBean(NatsMicroTester.class);
        assertThat(tester.request("version")).hasText("1");
        assertThat(tester.request("once")).hasText("here");
        assertThat(tester.request("again")).hasText("here");
    }

    @Test
    void filtersAddAndRemoveComponents() {
        ApplicationContext context = contextOf(Filtered.class);
        assertThat(context.getBeansOfType(OrderBook.class)).hasSize(1);
        assertThat(context.getBeansOfType(OrderEndpoints.class)).hasSize(1);
        assertThat(context.getBeansOfType(StockEndpoints.class)).isEmpty();
    }

    @Test
    void withoutDefaultFiltersOnlyWhatIsIncludedIsThere() {
        ApplicationContext context = contextOf(Narrow.class);
        assertThat(context.getBeansOfType(StockEndpoints.class)).hasSize(1);
        assertThat(context.getBeansOfType(OrderEndpoints.class)).isEmpty();
        assertThat(context.getBeansOfType(OrderAdvice.class)).isEmpty();
    }

    @NatsMicroTest
    @Import(OrderBook.class)
    static class First {}

    @NatsMicroTest
    @Import(OrderBook.class)
    static class Second {}

    @NatsMicroTest(
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = OrderBook.class),
            excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = StockEndpoints.class))
    static class Filtered {}

    @NatsMicroTest(
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = StockEndpoints.class))
    static class Narrow {}
}
