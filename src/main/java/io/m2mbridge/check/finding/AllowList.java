package io.m2mbridge.check.finding;

import io.m2mbridge.settings.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The findings that a site allows, each with its reason: the setting {@code m2m.check.allow}. Its
 * entries are {@code <id>: <reason>} or {@code <id>@<route>/<step>: <reason>}, separated by
 * semicolons.
 */
public final class AllowList {
  public static final String SETTING = "m2m.check.allow";

  private static final Pattern ENTRY =
      Pattern.compile("(?s)\\s*([a-z-]+)\\s*(?:@\\s*([^\\s:]+)\\s*)?:\\s*(\\S.*?)\\s*");

  /**
   * An entry.
   *
   * @param where the route, the route and the step, or the file; null for everywhere
   */
  private record Entry(FindingKind kind, @Nullable String where) {
    boolean allows(Finding finding) {
      return finding.kind() == kind
          && (where == null
              || where.equals(finding.where())
              || where.equals(finding.place().file())
              || String.valueOf(finding.where()).startsWith(where + "/"));
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  private AllowList() {}

  /**
   * Reads the setting.
   *
   * @throws ConfigurationException if an entry has an unknown id or no reason
   */
  public static AllowList of(String setting) {
    AllowList list = new AllowList();
    for (String text : setting.split(";")) {
      if (!text.isBlank()) {
        list.entries.add(entry(text));
      }
    }
    return list;
  }

  private static Entry entry(String text) {
    Matcher entry = ENTRY.matcher(text);
    if (!entry.matches()) {
      throw new ConfigurationException(
          SETTING
              + " has an entry without a reason: write <id>: <reason>, or <id>@<route>/<step>:"
              + " <reason>, and separate entries by semicolons.");
    }
    String id = entry.group(1);
    FindingKind kind =
        FindingKind.of(id)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        SETTING
                            + " names "
                            + id
                            + ", which no check has: take the id from the brackets at the end of"
                            + " a finding, one of "
                            + String.join(
                                ", ",
                                Arrays.stream(FindingKind.values()).map(FindingKind::id).toList())
                            + "."));
    return new Entry(kind, entry.group(2));
  }

  /** Returns the findings that aren't allowed, and one for each entry that allows nothing. */
  public List<Finding> filter(List<Finding> findings) {
    List<Finding> left = new ArrayList<>();
    Set<Entry> used = new HashSet<>();
    for (Finding finding : findings) {
      List<Entry> allowing = entries.stream().filter(entry -> entry.allows(finding)).toList();
      used.addAll(allowing);
      if (allowing.isEmpty()) {
        left.add(finding);
      }
    }
    for (Entry entry : entries) {
      if (!used.contains(entry)) {
        left.add(
            new Finding(
                FindingKind.ALLOWED_IN_VAIN,
                Place.of("application.properties"),
                null,
                SETTING
                    + " allows "
                    + entry.kind().id()
                    + (entry.where() == null ? "" : " at " + entry.where())
                    + ", which nothing has",
                "remove the entry"));
      }
    }
    return left;
  }
}
