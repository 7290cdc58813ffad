package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What SECURITY.md says that the bridge doesn't use of its libraries. */
class LibraryUseTest {
  private static final Set<String> CONSUMED =
      Set.of(
          "direct",
          "kafka",
          "m2m-deliveries",
          "m2m-notices",
          "platform-http",
          "seda",
          "sql",
          "timer");
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** A JMS consumer would read Java objects, and headers that choose files. */
  @Test
  void receivesFromNoOtherComponents() throws IOException {
    Set<String> consumed = new TreeSet<>();
    for (Path file : files(Path.of("routes"), ".yaml")) {
      consumed(load(file), consumed);
    }
    for (Path file : files(Path.of("kamelets"), ".yaml")) {
      consumed(load(file), consumed);
    }

    assertFalse(consumed.isEmpty());
    consumed.removeAll(CONSUMED);
    consumed.remove("kamelet");
    assertEquals(Set.of(), consumed);
  }

  /** Annotations of Jackson's stand on classes that JSON is bound to. */
  @Test
  void bindsNoJsonToClassesAndNamesNoTypesInIt() throws IOException {
    assertEquals(
        List.of(),
        naming("com.fasterxml.jackson.annotation|DefaultTyping|PolymorphicTypeValidator"));
  }

  @Test
  void readsNoJsonInPieces() throws IOException {
    assertEquals(List.of(), naming("NonBlocking.*Parser"));
  }

  @Test
  void choosesNoCertificateByTheNameThatASenderAsksFor() throws IOException {
    assertEquals(List.of(), naming("setSni\\("));
  }

  @Test
  void switchesNoLoginOfCamelsOn() throws IOException {
    for (Path file :
        List.of(
            Path.of("application.properties"),
            Path.of("src", "main", "resources", "m2m-bridge.properties"),
            Path.of("src", "main", "resources", "m2m-bridge-dev.properties"))) {
      assertEquals(
          List.of(),
          Files.readAllLines(file).stream()
              .filter(line -> line.matches("(?i).*(authentication|jwt).*"))
              .toList(),
          file.toString());
    }
  }

  private static List<Path> naming(String pattern) throws IOException {
    Pattern named = Pattern.compile(pattern);
    List<Path> sources = files(SOURCES, ".java");
    assertFalse(sources.isEmpty());
    return sources.stream().filter(file -> named.matcher(read(file)).find()).toList();
  }

  private static List<Path> files(Path folder, String extension) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(extension)).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object load(Path file) {
    return new Load(LoadSettings.builder().build()).loadFromString(read(file));
  }

  /** The schemes of all {@code from}, however deep they stand. */
  private static void consumed(Object yaml, Set<String> schemes) {
    if (yaml instanceof Map<?, ?> map) {
      if (map.get("from") instanceof Map<?, ?> from) {
        schemes.add(String.valueOf(from.get("uri")).replaceFirst(":.*", ""));
      }
      map.values().forEach(value -> consumed(value, schemes));
    } else if (yaml instanceof List<?> list) {
      list.forEach(value -> consumed(value, schemes));
    }
  }
}
