package io.banyan.node;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.banyan.node.media.MediaLoops;
import io.banyan.node.media.link.LinkRunner;
import io.banyan.node.media.transport.DtlsRunner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Who may know whom inside the node. */
@AnalyzeClasses(packages = "io.banyan.node", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final String MEDIA = "io.banyan.node.media..";

    /** Media classes that stand between threads. */
    private static final List<Class<?>> BORDER = List.of(MediaLoops.class, DtlsRunner.class, LinkRunner.class);

    @ArchTest
    static final ArchRule PLANES_MEET_ONLY_AT_THE_BORDER = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("signal")
            .definedBy("io.banyan.node.signal..")
            .layer("control")
            .definedBy("io.banyan.node.control..")
            .layer("mesh")
            .definedBy("io.banyan.node.mesh..")
            .layer("media")
            .definedBy(MEDIA)
            .layer("telemetry")
            .definedBy("io.banyan.node.telemetry..")
            .layer("plane")
            .definedBy("io.banyan.node.plane..")
            .whereLayer("signal")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("control")
            .mayOnlyBeAccessedByLayers("signal")
            .whereLayer("mesh")
            .mayOnlyBeAccessedByLayers("control")
            .whereLayer("media")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("telemetry")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("plane")
            .mayOnlyBeAccessedByLayers("signal", "control", "mesh", "media", "telemetry");

    @ArchTest
    static final ArchRule MEDIA_LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("port")
            .definedBy("io.banyan.node.media.port..")
            .layer("loop")
            .definedBy("io.banyan.node.media.loop..")
            .layer("room")
            .definedBy("io.banyan.node.media.room..")
            .layer("link")
            .definedBy("io.banyan.node.media.link..")
            .layer("forward")
            .definedBy("io.banyan.node.media.forward..")
            .layer("receive")
            .definedBy("io.banyan.node.media.receive..")
            .layer("send")
            .definedBy("io.banyan.node.media.send..")
            .layer("congestion")
            .definedBy("io.banyan.node.media.congestion..")
            .layer("transport")
            .definedBy("io.banyan.node.media.transport..")
            .layer("speech")
            .definedBy("io.banyan.node.media.speech..")
            .whereLayer("port")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("loop")
            .mayOnlyBeAccessedByLayers("port")
            .whereLayer("room")
            .mayOnlyBeAccessedByLayers("loop")
            .whereLayer("link")
            .mayOnlyBeAccessedByLayers("loop", "room")
            .whereLayer("forward")
            .mayOnlyBeAccessedByLayers("loop", "room")
            .whereLayer("receive")
            .mayOnlyBeAccessedByLayers("loop", "room", "link", "forward")
            .whereLayer("send")
            .mayOnlyBeAccessedByLayers("loop", "room", "forward")
            .whereLayer("congestion")
            .mayOnlyBeAccessedByLayers("loop", "room", "forward")
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers("loop", "room", "link", "forward")
            .whereLayer("speech")
            .mayOnlyBeAccessedByLayers("room");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.banyan.node.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NETTY_ONLY_AT_THE_RIM = noClasses()
            .that()
            .resideOutsideOfPackages("io.banyan.node.media.port..", "io.banyan.node.signal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    /** A wrong pointer ends the process: whoever makes one is at one place. */
    @ArchTest
    static final ArchRule NATIVE_MEMORY_ONLY_AT_THE_PORTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.banyan.node.media.port..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule MEDIA_KNOWS_NO_ACTORS = noClasses()
            .that()
            .resideInAnyPackage(MEDIA, "io.banyan.node.plane..", "io.banyan.node.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule KAMON_ONLY_IN_TELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackages("io.banyan.node.telemetry..", "io.banyan.node")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("kamon..");

    @ArchTest
    static final ArchRule BOUNCY_CASTLE_ONLY_IN_PROTOCOL =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.bouncycastle..");

    /** What is one thread's needs none of these; time is an argument. */
    @ArchTest
    static final ArchRule ONE_THREAD_NEEDS_NO_LOCKS = noClasses()
            .that(resideInAPackage(MEDIA)
                    .and(not(resideInAnyPackage(
                            "io.banyan.node.media.port..",
                            "io.banyan.node.media.loop..",
                            "io.banyan.node.media.rehearsal..")))
                    .and(not(belongToAnyOf(BORDER.toArray(Class<?>[]::new)))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Clock.class, Instant.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule NOTHING_IN_MEDIA_IS_SYNCHRONIZED = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(MEDIA)
            .should()
            .notHaveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule NO_GENERIC_EXCEPTIONS = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    /** The root package is the command line: it has somebody to talk to. */
    @ArchTest
    static void standardStreamsAreForTheCommandLine(JavaClasses node) {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(node.that(not(resideInAPackage("io.banyan.node"))));
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses node) {
        List<String> unmarked = node.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(candidate -> !candidate.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @ArchTest
    static final ArchRule CLASSES_ARE_NAMED_AFTER_WHAT_THEY_DO = classes()
            .should()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould()
            .haveSimpleNameNotEndingWith("Processor");
}
