package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.Application;
import io.m2mbridge.dev.CommandFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** The pages name the options that the commands have. */
class DocumentedOptionsTest {
  private static final Pattern OPTION = Pattern.compile("`(--[a-z][a-z-]+)");
  private static final Set<String> OF_ALL = Set.of("--help", "--version");

  private static Set<String> options(String command) {
    return Application.commandLine()
        .getSubcommands()
        .get(command)
        .getCommandSpec()
        .options()
        .stream()
        .map(OptionSpec::longestName)
        .filter(name -> !OF_ALL.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> lines(String page) throws IOException {
    return Files.readAllLines(Path.of("docs", page));
  }

  @ParameterizedTest
  @CsvSource({
    "simulate, simulator.md",
    "send, commands.md",
    "sign, commands.md",
    "verify, commands.md",
    "replay, replay.md",
    "discard, replay.md",
    "export, evidence.md",
    "reconcile, reconcile.md",
    "show, questions.md",
    "trouble, questions.md",
    "holds, questions.md",
    "actions, questions.md",
    "erase, personal-data.md"
  })
  void namesEachOption(String command, String page) throws IOException {
    String text = String.join("\n", lines(page));

    Set<String> missing = options(command);
    missing.removeIf(option -> Pattern.compile(option + "\\b(?!-)").matcher(text).find());

    assertEquals(Set.of(), missing);
  }

  /** As a bridge in the dev profile writes it, and prints it when it has started. */
  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/commands.md", "docs/simulator.md", "docs/going-live.md"})
  void namesTheCommandThatWorksRightAfterTheFirstOne(String page) throws IOException {
    String text = Files.readString(Path.of(page));

    assertTrue(text.contains(CommandFile.command()), page);
    assertFalse(
        text.matches("(?s).*java -jar target/m2m-bridge.jar (send|sign|verify|simulate).*"), page);
  }

  @ParameterizedTest
  @CsvSource({
    "simulate, simulator.md",
    "send, commands.md",
    "sign, commands.md",
    "verify, commands.md"
  })
  void listsEachExitCode(String command, String page) throws IOException {
    Set<String> codes =
        Application.commandLine()
            .getSubcommands()
            .get(command)
            .getCommandSpec()
            .usageMessage()
            .exitCodeList()
            .keySet();
    String text = String.join("\n", lines(page));

    for (String code : codes) {
      assertTrue(text.contains("| " + code + " | "), page + " lacks exit code " + code);
    }
  }

  @Test
  void listsNoOptionThatTheSimulatorLacks() throws IOException {
    Set<String> listed =
        lines("simulator.md").stream()
            .filter(line -> line.startsWith("| `--"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .flatMap(cell -> OPTION.matcher(cell).results())
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(options("simulate"), listed);
  }
}
