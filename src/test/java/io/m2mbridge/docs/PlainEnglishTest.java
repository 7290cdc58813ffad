package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The project's texts avoid the words of {@code plain-english.txt}, which readers stumble over.
 * Names are texts too: a constant that is called by such a word is found.
 */
class PlainEnglishTest {
  /** The files and folders that are checked. */
  private static final List<String> ROOTS =
      List.of(
          "README.md",
          "SECURITY.md",
          "application.properties",
          "docker-compose.yml",
          "docs",
          "routes",
          "kamelets",
          "deploy",
          "bench",
          "src/main",
          "src/test");

  private static final Pattern TEXT_FILE = Pattern.compile(".*\\.(md|java|ya?ml|properties|sql)");

  /**
   * What others wrote, what is built, migrations and older routes (which never change), and the
   * samples below.
   */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          ".*(\\b(node_modules|target|db|routes-of-3e67f09)/.*|PlainEnglishTest\\.java)");

  private static final String SEPARATOR = " -> ";

  /** A line break within a sentence, with the mark of the comment that goes on. */
  private static final String SPACE = "(?:[ \\t]|\\R[ \\t]*(?:\\*|//|#)?)+";

  private static final List<Word> WORDS = words();

  /** What isn't to be written, and what to write instead. */
  private record Word(Pattern pattern, String replacement) {

    static Word of(String line) {
      String[] parts = line.split(SEPARATOR, 2);
      assertEquals(2, parts.length, line);
      int flags = parts[0].matches(".*[A-Z].*") ? 0 : Pattern.CASE_INSENSITIVE;
      return new Word(Pattern.compile(whole(parts[0]), flags), parts[1]);
    }

    /** Not as a part of a name, such as an option's or a setting's. */
    private static String whole(String words) {
      String start = Character.isLetter(words.charAt(0)) ? "(?<![-.\\w])" : "";
      return start + "(?:" + words.replace(" ", SPACE) + ")(?![-\\w])";
    }
  }

  private static List<Word> words() {
    try (var list = PlainEnglishTest.class.getResourceAsStream("/plain-english.txt")) {
      return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Word::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> findings(String file, String text) {
    List<String> findings = new ArrayList<>();
    for (Word word : WORDS) {
      Matcher matcher = word.pattern().matcher(text);
      while (matcher.find()) {
        long line = 1 + text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
        String found = matcher.group().replaceAll("\\s+[*/#]*\\s*", " ");
        findings.add(file + ":" + line + ": " + found + SEPARATOR + word.replacement());
      }
    }
    return findings;
  }

  private static List<Path> files(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> TEXT_FILE.matcher(file.toString()).matches())
          .filter(file -> !LEFT_OUT.matcher(file.toString()).matches())
          .sorted()
          .toList();
    }
  }

  static List<String> roots() {
    return ROOTS;
  }

  @ParameterizedTest
  @MethodSource("roots")
  void usesTheFieldsWords(String root) throws IOException {
    List<Path> files = files(root);
    assertFalse(files.isEmpty(), root);

    List<String> findings = new ArrayList<>();
    for (Path file : files) {
      findings.addAll(findings(file.toString(), Files.readString(file)));
    }

    assertTrue(findings.isEmpty(), () -> "\n" + String.join("\n", findings) + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'a line\n * of no\n * use, and', 2",
    "'# in good\n# time', 1",
    "'int THRICE = 3;', 1",
    "'one\ntwo\n    Nobody\t reads it', 3"
  })
  void findsWordsInAnyFormAndNamesTheirLine(String text, int line) {
    List<String> findings = findings("page.md", text);

    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.get(0).startsWith("page.md:" + line + ": "), findings.get(0));
  }

  @Test
  void leavesPartsOfNamesAlone() {
    assertEquals(List.of(), findings("page.md", "`--thrice`, m2m.thrice, thrice-told, amendments"));
  }
}
