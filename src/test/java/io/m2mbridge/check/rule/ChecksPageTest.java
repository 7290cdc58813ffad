package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Level;
import io.m2mbridge.check.schema.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of finding has a section, whose wrong example has the finding and whose right one has
 * none.
 */
class ChecksPageTest {
  private static final Pattern SECTION =
      Pattern.compile("### `([a-z-]+)`\\n(.*?)(?=\\n##|\\z)", Pattern.DOTALL);

  /** The first line of a block says where it goes. */
  private static final Pattern BLOCK =
      Pattern.compile("```(yaml|properties|sql)\\n# ([^\\n]+)\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern PLACE =
      Pattern.compile("(before|in place of) (\\S+) in (\\S+)|(without) (\\S+)(?: in (\\S+))?");

  /** They need files on disk, settings in a file, or Camel's model of the routes. */
  private static final Set<FindingKind> ON_DISK =
      EnumSet.of(
          FindingKind.FILE_NOT_LOADED,
          FindingKind.OUTSIDE_ONCE,
          FindingKind.OLDER_ROUTE,
          FindingKind.BODY_CHANGED,
          FindingKind.SETTING_NAME,
          FindingKind.SETTING_VALUE,
          FindingKind.SETTING_COMBINATION,
          FindingKind.ALLOWED_IN_VAIN);

  /** They need Camel's schema, which the start doesn't read. */
  private static final Set<FindingKind> SCHEMA =
      EnumSet.of(FindingKind.UNKNOWN_STEP, FindingKind.UNKNOWN_OPTION, FindingKind.WRONG_TYPE);

  @TempDir private Path folder;

  record Section(String id, String text) {
    FindingKind kind() {
      return FindingKind.of(id).orElseThrow();
    }

    @Override
    public String toString() {
      return id;
    }

    List<String> blocks(String title) {
      List<String> blocks = new ArrayList<>();
      int start = text.indexOf(title);
      int end = title.equals("Wrong:") ? text.indexOf("Right:") : text.length();
      Matcher block = BLOCK.matcher(start == -1 || end < start ? "" : text.substring(start, end));
      while (block.find()) {
        blocks.add(block.group());
      }
      return blocks;
    }
  }

  static Stream<Section> sections() throws IOException {
    return SECTION
        .matcher(Files.readString(Path.of("docs/checks.md")))
        .results()
        .map(found -> new Section(found.group(1), found.group(2)));
  }

  @Test
  void hasASectionForEachKindInTheirOrder() throws IOException {
    assertEquals(
        Arrays.stream(FindingKind.values()).map(FindingKind::id).toList(),
        sections().map(Section::id).toList());
  }

  @ParameterizedTest
  @MethodSource("sections")
  void saysWhatItMeansAndWhatTheStartDoes(Section section) {
    FindingKind kind = section.kind();
    String start = whatTheStartDoes(kind);
    assertTrue(
        section.text().startsWith("\n" + kind.meaning() + " " + start),
        () -> "should begin with: " + kind.meaning() + " " + start);
  }

  private static String whatTheStartDoes(FindingKind kind) {
    if (SCHEMA.contains(kind)) {
      return "The start leaves it to Camel, which stops";
    }
    return kind.stopsStart()
        ? "The start stops."
        : kind.level() == Level.ERROR ? "The start warns." : "A warning.";
  }

  @ParameterizedTest
  @MethodSource("sections")
  void showsAWrongExampleAndARightOne(Section section) throws IOException {
    for (String block : section.blocks("Wrong:")) {
      List<Finding> findings = findings(section.kind(), block);
      assertEquals(
          List.of(section.id()),
          findings.stream().map(each -> each.kind().id()).distinct().toList(),
          () -> block + findings.stream().map(Finding::line).toList());
    }
    for (String block : section.blocks("Right:")) {
      List<Finding> findings = findings(section.kind(), block);
      assertEquals(List.of(), findings.stream().map(Finding::line).toList(), block);
    }
    assertTrue(
        section.text().contains("Wrong:") && section.text().contains("Right:"),
        "needs a wrong example and a right one");
  }

  private List<Finding> findings(FindingKind kind, String block) throws IOException {
    EditedSite site = site(block);
    if (ON_DISK.contains(kind)) {
      Path own = Files.createTempDirectory(folder, "site");
      return SiteCheck.ofAll(site.write(own));
    }
    List<Finding> findings = new ArrayList<>(Rules.findings(site.site()));
    findings.addAll(SchemaCheck.findings(site.edited()));
    return findings;
  }

  private static EditedSite site(String text) {
    EditedSite site = new EditedSite();
    MatchResult block = BLOCK.matcher(text).results().findFirst().orElseThrow();
    // A block may need a setting, too: "…, with key = value".
    String[] placeAndSetting = block.group(2).split(", with ", 2);
    if (placeAndSetting.length == 2) {
      String[] setting = placeAndSetting[1].split(" = ", 2);
      site.set(setting[0], setting[1]);
    }
    String place = placeAndSetting[0];
    String content = block.group(3);
    Matcher step = PLACE.matcher(place);
    if (block.group(1).equals("sql")) {
      site.withResource(place, content);
    } else if (block.group(1).equals("properties")) {
      content.lines().forEach(line -> site.set(line.split(" = ", 2)[0], line.split(" = ", 2)[1]));
    } else if (place.startsWith("file routes/")) {
      site.withFile(place.substring("file ".length()), content);
    } else if (place.startsWith("file ")) {
      site.with(place.substring("file ".length()), content);
    } else if (!step.matches()) {
      throw new IllegalArgumentException("no place: " + place);
    } else if ("before".equals(step.group(1))) {
      site.insertBefore(step.group(3), step.group(2), content);
    } else if (step.group(4) == null) {
      site.putInPlaceOf(step.group(3), step.group(2), content);
    } else if (step.group(6) == null) {
      site.without(step.group(5));
    } else {
      site.putInPlaceOf(step.group(6), step.group(5), "");
    }
    return site;
  }
}
