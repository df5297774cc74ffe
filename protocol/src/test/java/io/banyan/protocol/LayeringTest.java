package io.banyan.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Bytes and time only: what keeps this module usable in a simulation, by a load tester, by anybody. */
@AnalyzeClasses(
        packages = "io.banyan.protocol",
        importOptions = {ImportOption.DoNotIncludeTests.class, LayeringTest.WrittenByHand.class})
class LayeringTest {
    /** Generated code follows its generator's rules. */
    static final class WrittenByHand implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/signal/v1/") && !location.contains("/wire/v1/");
        }
    }

    @ArchTest
    static final ArchRule bouncyCastleStaysInDtls = noClasses()
            .that()
            .resideOutsideOfPackage("..dtls..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule nothingHereDoesInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty..", "org.apache.pekko..", "org.slf4j..", "java.nio.channels..", "java.nio.file..");

    @ArchTest
    static final ArchRule threadsAreOnlyWhereBouncyCastleForcesThem = noClasses()
            .that()
            .resideOutsideOfPackage("..dtls..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule nativeCodeIsCalledByItsBindingsOnly = noClasses()
            .that()
            .resideOutsideOfPackage("..srtp.ffm..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.SymbolLookup");

    @ArchTest
    static final ArchRule timeIsAnArgument = noClasses()
            .that()
            .resideOutsideOfPackage("..dtls..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.banyan.protocol.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule publicTypesAreFinalSealedOrInterfaces = classes()
            .that()
            .areNotInterfaces()
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
