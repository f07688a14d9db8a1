// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTemplateTests {

    @ParameterizedTest
    @CsvSource({
        "orders.create, orders.create",
        "orders.{id}, orders.*",
        "{first}.{second}, *.*",
        "orders.{id}.items.{*rest}, orders.*.items.>",
        "{*all}, >",
        "orders.*, orders.*",
    })
    void variablesBecomeWildcards(String template, String pattern) {
        assertThat(SubjectTemplate.parse(template).pattern()).isEqualTo(pattern);
    }

    @Test
    void aSubjectWithoutVariablesHasNoValues() {
        assertThat(SubjectTemplate.parse("orders.*").match("orders.7")).isEmpty();
    }

    @Test
    void valuesAreTheTokensOfTheSubject() {
        assertThat(SubjectTemplate.parse("orders.{order}.items.{item}").match("orders.7.items.9"))
                .isEqualTo(Map.of("order", "7", "item", "9"));
    }

    @Test
    void theRestIsAllThatFollows() {
        assertThat(SubjectTemplate.parse("files.{*path}").match("files.a.b.c")).isEqualTo(Map.of("path", "a.b.c"));
    }

    @Test
    void aTokenBeforeTheRestIsNotPartOfIt() {
        assertThat(SubjectTemplate.parse("{volume}.{*path}").match("c.a.b"))
                .isEqualTo(Map.of("volume", "c", "path", "a.b"));
    }

    @Test
    void wildcardsWithoutNameStandBesideVariables() {
        assertThat(SubjectTemplate.parse("*.{id}.>").match("a.b.c.d")).isEqualTo(Map.of("id", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get.{id", "get.id}", "get.a{id}", "get.{id}b", "get.{}"})
    void aVariableIsAWholeToken(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectTemplate.parse(template))
                .withMessage(
                        "The subject \"%s\" must have variables that stand for whole tokens, as in get.{id}.",
                        template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{id}.{id}", "{id}.{*id}", "get.{*}"})
    void aVariableHasANameOfItsOwn(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectTemplate.parse(template))
                .withMessage(
                        "The subject \"%s\" must give each of its variables a name of its own.".formatted(template));
    }

    @Test
    void aVariableAtTheEndIsOneTokenWhereMoreFollow() {
        assertThat(SubjectTemplate.parse("orders.{id}").match("orders.7.INSTANCE"))
                .isEqualTo(Map.of("id", "7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.{order}.items.{*rest}", "{*all}", "orders.*", "orders.>", "orders.create"})
    void aTemplateIsShownAsItWasWritten(String template) {
        assertThat(SubjectTemplate.parse(template)).hasToString(template);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true",
        "a.{id}, a.b, true",
        "a.{id}, {key}.b, true",
        "a.{*rest}, a.b.c, true",
        "a.{*rest}, a, false",
        "a.b, a.b.c, false",
        "a.{id}, b.{id}, false",
        "a.{id}.c, a.{*rest}, true",
        "a.{id}.c, a.b.d, false",
    })
    void templatesOverlapWhereASubjectMatchesBoth(String one, String other, boolean overlap) {
        SubjectTemplate first = SubjectTemplate.parse(one);
        SubjectTemplate second = SubjectTemplate.parse(other);
        assertThat(first.overlaps(second)).isEqualTo(overlap);
        assertThat(second.overlaps(first)).isEqualTo(overlap);
    }
}
