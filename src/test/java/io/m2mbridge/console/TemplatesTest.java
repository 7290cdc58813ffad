package io.m2mbridge.console;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Error Prone reads the Java of the templates in no build. */
class TemplatesTest {
  /** In Turkish, an I has no dot in lower case: a class of the style sheet would be another one. */
  @Test
  void changeNoCaseByTheLanguageOfTheMachine() throws IOException {
    List<Path> templates;
    try (Stream<Path> files = Files.list(Path.of("src/main/jte"))) {
      templates = files.toList();
    }
    assertFalse(templates.isEmpty());
    for (Path template : templates) {
      String text = Files.readString(template);
      assertFalse(text.matches("(?s).*to(Lower|Upper)Case\\(\\).*"), template::toString);
    }
  }
}
