package io.m2mbridge.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JavadocTest {
  private static final Pattern TWO_IN_A_ROW = Pattern.compile("\\*/\\s*/\\*\\*");

  /** From JDK 23 on, the compiler warns of it, and a warning ends the build. */
  @Test
  void isFollowedByWhatItDescribes() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertFalse(sources.isEmpty());

    List<Path> found = new ArrayList<>();
    for (Path source : sources) {
      if (TWO_IN_A_ROW.matcher(Files.readString(source)).find()) {
        found.add(source);
      }
    }
    assertEquals(List.of(), found);
  }
}
