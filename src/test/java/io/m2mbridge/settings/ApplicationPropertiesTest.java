package io.m2mbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings as application.properties and docs/settings.md list them. */
class ApplicationPropertiesTest {
  private static final Pattern LINE = Pattern.compile("# (m2m\\.[a-z.-]+) = ?(.*)");
  private static final Pattern SET = Pattern.compile("(m2m\\.[a-z.-]+) *[=:](.*)");
  private static final Pattern ROW = Pattern.compile("\\| `(m2m\\.[a-z.-]+)` \\| (.*?) \\| .+ \\|");
  private static final int FITS_IN_TABLE = 60;

  /** The defaults in the jar, and the endpoints of single events, which have one default. */
  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    Settings.defaults()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith("m2m.")) {
                expected.put(key.toString(), value.toString().strip());
              }
            });
    for (String event :
        List.of(
            "link-created",
            "link-opened",
            "user-data-request",
            "operation-created",
            "operation-cancelled",
            "unknown")) {
      expected.put("m2m." + event + ".forward", "{{m2m.forward.default}}");
    }
    return expected;
  }

  private static Map<String, String> listed(List<String> lines, Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .collect(
            Collectors.toMap(
                line -> line.group(1),
                line -> line.group(2),
                (one, other) -> one + " and again " + other,
                TreeMap::new));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file));
  }

  @Test
  void listsEachSettingWithItsDefault() throws Exception {
    List<String> lines = lines("application.properties");
    Map<String, String> expected = expected();
    Map<String, String> listed = listed(lines, LINE);
    // What a site has set is its own matter.
    Set<String> set = listed(lines, SET).keySet();
    expected.keySet().removeAll(set);
    listed.keySet().removeAll(set);

    assertEquals(expected, listed);
  }

  @Test
  void explainsEachSettingInOneLine() throws Exception {
    List<String> lines = lines("application.properties");
    for (int i = 0; i < lines.size(); i++) {
      if (LINE.matcher(lines.get(i)).matches()) {
        String explanation = lines.get(i - 1);
        assertTrue(explanation.startsWith("# "), lines.get(i));
        assertTrue(!LINE.matcher(explanation).matches(), lines.get(i));
      }
    }
  }

  @Test
  void agreesWithTheSettingsPage() throws Exception {
    Map<String, String> expected = expected();
    expected.replaceAll((key, value) -> cell(value));

    assertEquals(expected, listed(lines("docs/settings.md"), ROW));
  }

  private static String cell(String value) {
    if (value.isEmpty()) {
      return "none";
    }
    return value.length() > FITS_IN_TABLE ? "see `application.properties`" : "`" + value + "`";
  }
}
