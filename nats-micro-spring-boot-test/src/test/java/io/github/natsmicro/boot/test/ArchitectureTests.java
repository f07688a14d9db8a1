// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms of this module: the tester knows nothing of what configures it, nor of Boot. */
class ArchitectureTests {

    private static final String ROOT = "io.github.natsmicro.boot.test";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theTesterKnowsNoBoot() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.boot..",
                        ROOT + ".autoconfigure",
                        "io.github.natsmicro.boot.autoconfigure..")
                .check(OURS);
    }

    @Test
    void eachPackageIsNullMarked() {
        assertThat(OURS.stream().map(JavaClass::getPackage).distinct())
                .hasSize(2)
                .allSatisfy(ours ->
                        assertThat(ours.isAnnotatedWith(NullMarked.class)).isTrue());
    }
}
