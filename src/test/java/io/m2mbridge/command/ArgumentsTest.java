package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @TempDir private Path folder;

  /** A shell can't pass it, but a file of arguments can have it in quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay --state quarantined --reason X",
        "replay --state dead --why X",
        "discard --state dead --cause X",
        "erase X",
        "show X",
        "reconcile --explain 1 --why X"
      })
  void mayNotHaveACharacterThatPostgresqlCanNotStore(String arguments) throws IOException {
    Path file = folder.resolve("arguments");
    Files.writeString(file, arguments.replace("X", "\"a\0b\""));
    CommandRun run = CommandRun.of("@" + file);
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("m2m-bridge: An argument has the character U+0000"), run.err());
  }
}
