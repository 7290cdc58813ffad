package io.m2mbridge.webhook;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names tests: each of them is there, and each threat has one. */
class ThreatModelTest {
  private static final Path MODEL = Path.of("docs", "threat-model.md");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");
  private static final Pattern THREAT = Pattern.compile("\\| [^|]+ \\| [^|]+ \\| ([^|]*) \\|");

  @Test
  void namesTestsThatExist() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing =
        NAME.matcher(Files.readString(MODEL))
            .results()
            .filter(name -> !isThere(sources.getOrDefault(name.group(1), ""), name.group(2)))
            .map(MatchResult::group)
            .toList();

    assertEquals(List.of(), missing);
  }

  @Test
  void hasATestForEachThreat() throws IOException {
    String threats = Files.readString(MODEL).replaceAll("(?s).*?\n(## At the listener)", "$1");
    List<String> rows =
        threats
            .lines()
            .filter(line -> THREAT.matcher(line).matches())
            .filter(line -> !line.startsWith("| threat |") && !line.startsWith("| --- |"))
            .toList();

    assertFalse(rows.isEmpty());
    assertEquals(List.of(), rows.stream().filter(row -> !NAME.matcher(row).find()).toList());
  }

  private static boolean isThere(String source, String method) {
    return source.contains("void " + method + "(");
  }

  /** By the name of the class. */
  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
          .collect(
              toMap(
                  file -> String.valueOf(file.getFileName()).replace(".java", ""),
                  ThreatModelTest::read));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
