package io.banyan.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.banyan.loadtest", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule KNOWS_NO_NODE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.banyan.node..", "io.banyan.cluster..")
            .because("a node is measured from outside, and its tests use this module");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("io.banyan.loadtest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule REPORTS_WHAT_OTHERS_MEASURE = noClasses()
            .that()
            .resideInAPackage("..report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..peer..", "..browser..", "..netem..", "..scenario..", "..hostile..", "..bench..");
}
