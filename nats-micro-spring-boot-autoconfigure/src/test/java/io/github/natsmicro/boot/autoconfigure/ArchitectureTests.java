// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The storeys and rooms of the house: an arrow between packages points down. Packages are matched exactly. */
class ArchitectureTests {

    private static final String ROOT = "io.github.natsmicro";
    private static final String WIRE = ROOT + ".wire";
    private static final String TRANSPORT = ROOT + ".transport";
    private static final String IN_PROCESS = TRANSPORT + ".inprocess";
    private static final String CODEC = ROOT + ".codec";
    private static final String CLIENT = ROOT + ".client";
    private static final String ANNOTATION = ROOT + ".spring.annotation";
    private static final String CODECS = ROOT + ".spring.codec";
    private static final String CONTRACT = ROOT + ".spring.contract";
    private static final String INVOCATION = ROOT + ".spring.invocation";
    private static final String ENDPOINT = ROOT + ".spring.endpoint";
    private static final String SPRING_CLIENT = ROOT + ".spring.client";
    private static final String SPRING_OBSERVATION = ROOT + ".spring.observation";
    private static final String SPRING_AOT = ROOT + ".spring.aot";
    private static final String SPRING = ROOT + ".spring";
    private static final String BOOT = ROOT + ".boot.autoconfigure";
    private static final String BOOT_CONNECTION = BOOT + ".connection";
    private static final String BOOT_CODEC = BOOT + ".codec";
    private static final String BOOT_SERVICE = BOOT + ".service";
    private static final String BOOT_CLIENT = BOOT + ".client";
    private static final String BOOT_ENDPOINT = BOOT + ".endpoint";
    private static final String BOOT_OBSERVATION = BOOT + ".observation";
    private static final String BOOT_HEALTH = BOOT + ".health";
    private static final String BOOT_TESTCONTAINERS = BOOT + ".testcontainers";
    private static final String BOOT_COMPOSE = BOOT + ".docker.compose";

    private static final List<String> CORE = List.of(ROOT, WIRE, TRANSPORT, CODEC);

    /** Which packages of ours each may use. A package that is not here has no room yet. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry(WIRE, List.of()),
            Map.entry(TRANSPORT, List.of()),
            Map.entry(IN_PROCESS, List.of(WIRE, TRANSPORT)),
            Map.entry(CODEC, List.of()),
            Map.entry(ROOT, List.of(WIRE, TRANSPORT, CODEC)),
            Map.entry(CLIENT, List.of(WIRE, TRANSPORT, CODEC)),
            Map.entry(ANNOTATION, CORE),
            Map.entry(CODECS, CORE),
            Map.entry(CONTRACT, with(CORE, ANNOTATION)),
            Map.entry(INVOCATION, with(CORE, CLIENT, ANNOTATION, CODECS, CONTRACT)),
            Map.entry(ENDPOINT, with(CORE, ANNOTATION, CODECS, CONTRACT, INVOCATION)),
            Map.entry(SPRING_CLIENT, with(CORE, CLIENT, ANNOTATION, CODECS, CONTRACT)),
            Map.entry(SPRING_OBSERVATION, with(CORE, CLIENT, CONTRACT, SPRING_CLIENT)),
            Map.entry(SPRING_AOT, with(CORE, ANNOTATION, CONTRACT)),
            Map.entry(SPRING, with(CORE, ANNOTATION, CODECS, CONTRACT, INVOCATION, ENDPOINT)),
            Map.entry(BOOT, List.of(CONTRACT)),
            Map.entry(BOOT_CONNECTION, with(CORE, CONTRACT, BOOT)),
            Map.entry(BOOT_CODEC, with(CORE, CODECS, CONTRACT, BOOT)),
            Map.entry(BOOT_SERVICE, with(CORE, CODECS, CONTRACT, SPRING, BOOT, BOOT_CONNECTION, BOOT_CODEC)),
            Map.entry(BOOT_CLIENT, with(CORE, ANNOTATION, CODECS, SPRING_CLIENT, BOOT, BOOT_CONNECTION, BOOT_CODEC)),
            Map.entry(BOOT_ENDPOINT, with(CORE, CLIENT, CODECS, SPRING, BOOT, BOOT_SERVICE, BOOT_CLIENT)),
            Map.entry(
                    BOOT_OBSERVATION,
                    with(CORE, SPRING_CLIENT, SPRING, SPRING_OBSERVATION, BOOT_CONNECTION, BOOT_SERVICE, BOOT_CLIENT)),
            Map.entry(BOOT_HEALTH, with(CORE, BOOT, BOOT_CONNECTION)),
            Map.entry(BOOT_TESTCONTAINERS, List.of(BOOT_CONNECTION)),
            Map.entry(BOOT_COMPOSE, List.of(BOOT_CONNECTION)));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(ROOT);

    private static List<String> with(List<String> packages, String... more) {
        return Stream.concat(packages.stream(), Arrays.stream(more)).toList();
    }

    static Set<String> packages() {
        return OURS.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static DescribedPredicate<JavaClass> isOursOutside(String room) {
        List<String> allowed = with(ROOMS.getOrDefault(room, List.of()), room);
        return DescribedPredicate.describe(
                "are of ours, but not in " + allowed,
                type -> (type.getPackageName() + ".").startsWith(ROOT + ".")
                        && !allowed.contains(type.getPackageName()));
    }

    /** All packages but those of some storeys. */
    private static String[] packagesBut(String... storeys) {
        return packages().stream()
                .filter(name -> Stream.of(storeys).noneMatch(storey -> (name + ".").startsWith(storey + ".")))
                .toArray(String[]::new);
    }

    @Test
    void allStoreysAreLookedAt() {
        assertThat(packages()).containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyThoseBelowIt(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(isOursOutside(room))
                .check(OURS);
    }

    @Test
    void theCoreKnowsNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesBut(SPRING, ROOT + ".boot"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(OURS);
    }

    @Test
    void springKnowsNoBoot() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesBut(ROOT + ".boot"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .check(OURS);
    }

    @Test
    void noTwoPackagesGoInACircle() {
        slices().assignedFrom(new ExactPackages()).should().beFreeOfCycles().check(OURS);
    }

    @Test
    void thereIsNoStaticStateThatChanges() {
        fields().that(DescribedPredicate.<JavaField>describe(
                        "are static", field -> field.getModifiers().contains(JavaModifier.STATIC)))
                .and(DescribedPredicate.<JavaField>describe(
                        "are written by us", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal()
                .check(OURS);
    }

    @Test
    void eachPackageIsNullMarked() {
        assertThat(packages()).allSatisfy(name -> {
            JavaPackage ours = OURS.getPackage(name);
            assertThat(ours.tryGetPackageInfo()).as("package-info of " + name).isPresent();
            assertThat(ours.isAnnotatedWith(NullMarked.class))
                    .as("@NullMarked of " + name)
                    .isTrue();
        });
    }

    private static final class ExactPackages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return packages().contains(type.getPackageName())
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the packages of ours";
        }
    }
}
