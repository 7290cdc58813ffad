package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFolderTest {
  @TempDir Path folder;

  @Test
  void findsWhatThePatternNames() throws Exception {
    Files.createFile(folder.resolve("notify.camel.yaml"));
    assertEquals(List.of(), RoutesFolder.mistakes("file:" + folder + "/*.camel.yaml"));
  }

  @Test
  void refusesAnEmptyFolder() {
    List<String> mistakes = RoutesFolder.mistakes("file:" + folder + "/*.camel.yaml");
    assertEquals(1, mistakes.size());
    assertTrue(
        mistakes.get(0).startsWith("There is no " + folder + "/*.camel.yaml in "), mistakes.get(0));
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertEquals(1, RoutesFolder.mistakes("file:" + folder + "/none/*.camel.yaml").size());
  }

  @Test
  void demandsEachPartOfThePattern() throws Exception {
    Files.createFile(folder.resolve("notify.camel.yaml"));
    List<String> mistakes =
        RoutesFolder.mistakes(
            "file:" + folder + "/beans.camel.yaml,file:" + folder + "/*.camel.yaml");
    assertTrue(mistakes.get(0).contains("beans.camel.yaml"), mistakes.get(0));
  }

  @Test
  void leavesOtherSchemesToCamel() {
    assertEquals(List.of(), RoutesFolder.mistakes("classpath:routes/*.camel.yaml"));
  }
}
