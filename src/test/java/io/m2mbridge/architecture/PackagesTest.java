package io.m2mbridge.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.m2mbridge.Application;
import org.junit.jupiter.api.Test;

/** The map of the packages: what may know what. {@code docs/architecture.md} has it in words. */
class PackagesTest {
  private static final String ROOT = "io.m2mbridge";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage(ROOT + "..");

  private static DescribedPredicate<JavaClass> oursExcept(String... packages) {
    return OURS.and(DescribedPredicate.not(resideInAnyPackage(packages)));
  }

  private static String of(String name) {
    return ROOT + "." + name + "..";
  }

  @Test
  void holdsTheEntryPointAloneAtTheTop() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .be(Application.class)
        .orShould()
        .haveNameMatching(".*\\.Application\\$.*|.*\\.package-info")
        .check(CLASSES);
  }

  @Test
  void hasNoCircles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void keepsReadingAndSettingsOfTheRest() {
    for (String pure : new String[] {"event", "settings"}) {
      noClasses()
          .that()
          .resideInAPackage(of(pure))
          .should()
          .dependOnClassesThat(oursExcept(of(pure)))
          .check(CLASSES);
    }
    noClasses()
        .that()
        .resideInAPackage(of("event"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.apache.camel..", "java.sql..", "javax.sql..", "org.postgresql.."))
        .check(CLASSES);
  }

  /** A package may use those of the layers below, and those that its own layer names. */
  @Test
  void looksDownwardsOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("program")
        .definedBy(ROOT, of("command"), of("start"), of("dev"), of("library"), of("signing"))
        .layer("check")
        .definedBy(of("check"))
        .layer("edges")
        .definedBy(of("webhook"), of("server"), of("reply"), of("notice"), of("console"))
        .layer("dispatch")
        .definedBy(of("dispatch"))
        .layer("inbox")
        .definedBy(of("inbox"), of("inspect"), of("operate"))
        .layer("ground")
        .definedBy(
            of("database"),
            of("event"),
            of("failure"),
            of("jdbc"),
            of("load"),
            of("log"),
            of("outbound"),
            of("settings"),
            of("tracing"))
        .optionalLayer("simulator")
        .definedBy(of("simulator"))
        .layer("testkit")
        .definedBy(of("testkit"))
        .whereLayer("simulator")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("testkit")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("program")
        .mayOnlyBeAccessedByLayers("simulator", "testkit")
        .whereLayer("check")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("edges")
        .mayOnlyBeAccessedByLayers("program", "check", "simulator", "testkit")
        .whereLayer("dispatch")
        .mayOnlyBeAccessedByLayers("program", "check", "edges")
        .whereLayer("inbox")
        .mayOnlyBeAccessedByLayers("program", "check", "edges", "dispatch")
        .check(CLASSES);
  }

  /** The simulator has a server of its own. */
  @Test
  void keepsTheServersLibrariesInOnePlace() {
    noClasses()
        .that(oursExcept(of("server"), of("simulator")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty.."))
        .check(CLASSES);
  }

  /** Another application that has the jar as a library brings a server and metrics of its own. */
  @Test
  void needsNoServerInAnotherApplication() {
    noClasses()
        .that(
            oursExcept(
                ROOT,
                of("command"),
                of("dev"),
                of("server"),
                of("signing"),
                of("simulator"),
                of("start"),
                of("testkit")))
        .should()
        .transitivelyDependOnClassesThat(
            resideInAnyPackage("io.vertx..", "io.netty..", "picocli..", "io.prometheus.."))
        .check(CLASSES);
  }

  /** Production has neither JUnit nor an embedded PostgreSQL; the dev profile has the latter. */
  @Test
  void keepsTheLibrariesOfTestsInTheKit() {
    noClasses()
        .that(oursExcept(of("testkit"), of("dev")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.junit..", "io.zonky.."))
        .check(CLASSES);
  }

  /** What a bridge has to say goes to the log. */
  @Test
  void printsInCommandsAlone() {
    noClasses()
        .that(
            oursExcept(ROOT, of("command"), of("dev"), of("signing"), of("simulator"), of("start")))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
