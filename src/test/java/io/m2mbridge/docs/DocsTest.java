package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code cites pages by their sections, and pages name what is in the code. */
class DocsTest {
  private static final Path DOCS = Path.of("docs");
  private static final Pattern CITATION = Pattern.compile("docs/([\\w-]+\\.md), \"([^\"]+)\"");
  private static final Pattern PAGE = Pattern.compile("\\bdocs/([\\w-]+\\.md)\\b");

  /** In a page. */
  private static final Pattern ROUTE_FILE = Pattern.compile("`(routes/[\\w-]+\\.camel\\.yaml)`");

  /** In a comment: a name in capitals, with a section of it. */
  private static final Pattern OTHER_SOURCE =
      Pattern.compile("^\\s*(?:/\\*)?\\*.*\\b(?!RFC)[A-Z][A-Z0-9-]{3,}, (?:sections?\\b|\")");

  /** In a package's description; a link that is broken into two lines is one. */
  private static final Pattern CLASS_LINK =
      Pattern.compile("\\{@link(?:\\s|\\*)+(io\\.m2mbridge\\.[\\w.]+)");

  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$\\{variable\\.(\\w+)|variable(?:Receive|Send): (\\w+)|(?:set|remove)Variable:\n"
              + "(?: +(?:id|description): .*\n)*? +name: (\\w+)|setVariable\\(\\s*\"(\\w+)\"");

  @Test
  void citesSectionsThatExist() {
    List<MatchResult> citations =
        sources().flatMap(text -> CITATION.matcher(text).results()).toList();

    assertFalse(citations.isEmpty());
    assertEquals(
        List.of(),
        citations.stream()
            .filter(cited -> !hasSection(cited.group(1), cited.group(2)))
            .map(MatchResult::group)
            .distinct()
            .toList());
  }

  @Test
  void namesPagesThatExist() {
    assertEquals(
        List.of(),
        sources()
            .flatMap(text -> PAGE.matcher(text).results())
            .map(named -> named.group(1))
            .filter(page -> !Files.exists(DOCS.resolve(page)))
            .distinct()
            .toList());
  }

  @Test
  void namesRoutesThatExist() {
    assertEquals(
        List.of(),
        Stream.of("architecture", "reply-timeline", "states", "operating", "variables")
            .flatMap(page -> ROUTE_FILE.matcher(read(DOCS.resolve(page + ".md"))).results())
            .map(named -> named.group(1))
            .filter(file -> !Files.exists(Path.of(file)))
            .distinct()
            .toList());
  }

  @Test
  void citesNothingOutsideOfTheRepository() {
    assertEquals(
        List.of(),
        Stream.of("src/main", "src/test")
            .flatMap(folder -> texts(Path.of(folder), ".java").stream())
            .flatMap(String::lines)
            .filter(line -> OTHER_SOURCE.matcher(line).find())
            .toList());
  }

  @Test
  void linksClassesThatExistInDescriptionsOfPackages() {
    List<String> linked =
        texts(Path.of("src", "main", "java"), "package-info.java").stream()
            .flatMap(text -> CLASS_LINK.matcher(text).results())
            .map(link -> link.group(1))
            .toList();

    assertFalse(linked.isEmpty());
    assertEquals(
        List.of(),
        linked.stream()
            .filter(
                name ->
                    !Files.exists(Path.of("src", "main", "java", name.replace('.', '/') + ".java")))
            .toList());
  }

  @Test
  void namesLogLinesThatAreWritten() {
    String page = read(DOCS.resolve("operating.md"));
    String table = page.replaceAll("(?s).*\n## A line in the log\n(.*?)\n## .*", "$1");
    List<String> lines =
        table
            .lines()
            .filter(row -> row.startsWith("| `"))
            .map(row -> row.substring(0, row.indexOf(" | ")))
            .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
            .map(line -> line.group(1))
            .toList();
    // A text that is broken into several literals is one.
    String code = String.join("\n", texts(Path.of("src", "main", "java"), ".java"));
    String literals = code.replaceAll("\"\\s*\\+\\s*\"", "");

    assertFalse(lines.isEmpty());
    assertEquals(List.of(), lines.stream().filter(Predicate.not(isIn(literals))).toList());
  }

  /** An ellipsis stands for a value. */
  private static Predicate<String> isIn(String literals) {
    return line ->
        Stream.of(line.split("…"))
            .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
            .reduce((before, after) -> before + "[^\"\n]{0,40}?" + after)
            .map(pattern -> Pattern.compile(pattern).matcher(literals).find())
            .orElse(false);
  }

  @Test
  void listsEachVariable() {
    String page = read(DOCS.resolve("variables.md"));
    Set<String> missing = new TreeSet<>();
    Stream.of(
            texts(Path.of("routes"), ".yaml"),
            texts(Path.of("src", "main", "resources", "sql"), ".sql"),
            texts(Path.of("src", "main", "java"), ".java"))
        .flatMap(List::stream)
        .flatMap(text -> VARIABLE.matcher(text).results())
        .flatMap(found -> Stream.of(1, 2, 3, 4).map(found::group))
        .filter(name -> name != null && !page.contains("`" + name + "`"))
        .forEach(missing::add);

    assertEquals(Set.of(), missing);
  }

  @Test
  void listsEachPackage() throws IOException {
    Set<String> listed =
        Pattern.compile("(?m)^\\| \\w* ?\\| `([a-z]+)` \\|")
            .matcher(read(DOCS.resolve("architecture.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> packages = new TreeSet<>();
    try (Stream<Path> entries = Files.list(Path.of("src", "main", "java", "io", "m2mbridge"))) {
      entries
          .filter(Files::isDirectory)
          .forEach(folder -> packages.add(String.valueOf(folder.getFileName())));
    }

    assertEquals(packages, listed);
  }

  private static boolean hasSection(String page, String section) {
    String text = read(DOCS.resolve(page));
    return text.lines()
        .anyMatch(
            line ->
                line.matches("#+ " + Pattern.quote(section))
                    || line.startsWith("| " + section + " | "));
  }

  /** All that may cite; a citation that is broken into two lines of a comment is one. */
  private static Stream<String> sources() {
    return Stream.of("src/main", "src/test", "routes", "kamelets")
        .flatMap(folder -> texts(Path.of(folder), ".java", ".sql", ".yaml", ".properties").stream())
        .map(text -> text.replaceAll("\n\\s*(?:\\*|//|--|#)? *", " "));
  }

  private static List<String> texts(Path folder, String... endings) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .map(DocsTest::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
