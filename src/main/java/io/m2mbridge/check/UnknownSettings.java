package io.m2mbridge.check;

import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Match;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.ServiceLinks;
import io.m2mbridge.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects settings that nothing reads because their name is wrong, and settings that are set
 * twice. In a file, each of them is a mistake. Environment variables and system properties may
 * belong to other programs: there, only a name similar to a setting's is a mistake. The log warns
 * of the others.
 */
final class UnknownSettings {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownSettings.class);
  private static final String PREFIX = "m2m.";
  private static final String VARIABLE_PREFIX = Settings.variable(PREFIX);

  /** A name with the prefix in any case, or in the form of an environment variable. */
  private static final Pattern LOOKS_LIKE_ONE = Pattern.compile("(?i)m2m[._-].*");

  /** Shell commands that set a variable. */
  private static final Set<String> COMMANDS = Set.of("export", "set", "setx");

  private final KnownSettings known;
  private final BiPredicate<String, String> isReadAs;
  private final Set<String> setNames = new HashSet<>();
  private final List<String> mistakes = new ArrayList<>();

  /**
   * @param isReadAs whether the reader of the settings accepts a name (the first argument) for a
   *     setting (the second), as Spring Boot does if only case and hyphens differ
   */
  UnknownSettings(KnownSettings known, BiPredicate<String, String> isReadAs) {
    this.known = known;
    this.isReadAs = isReadAs;
  }

  /** Returns one sentence for each mistake. */
  List<String> mistakes() {
    return mistakes;
  }

  /**
   * Notes which names are set. A name that only resembles one of them isn't reported as its
   * misspelling.
   */
  void areSet(Set<String> names) {
    for (String name : names) {
      setNames.add(name);
      setNames.add(Settings.variable(name));
      known.keys().stream()
          .filter(key -> Settings.variable(key).equals(name))
          .forEach(setNames::add);
    }
  }

  /** Checks each line of a file. */
  void in(PropertiesFile file) {
    Map<String, PropertiesFile.Entry> seen = new HashMap<>();
    for (PropertiesFile.Entry entry : file.entries()) {
      PropertiesFile.Entry first = seen.putIfAbsent(entry.key(), entry);
      if (COMMANDS.contains(entry.key()) && LOOKS_LIKE_ONE.matcher(entry.value()).matches()) {
        mistakes.add(
            file.at(entry.line())
                + " is a command for a shell: write the name of the setting alone, as in m2m.api.key = …");
      } else if (first != null) {
        again(file, first, entry);
      } else if (isUnknown(entry.key())) {
        unknown(file.at(entry.line()) + " sets ", entry.key());
      }
    }
  }

  private void again(PropertiesFile file, PropertiesFile.Entry first, PropertiesFile.Entry second) {
    String sentence =
        printed(second.key())
            + " stands twice in "
            + file.path()
            + ", in line "
            + first.line()
            + " and in line "
            + second.line()
            + ": delete one of the two.";
    if (second.key().startsWith(PREFIX) || second.key().startsWith("camel.")) {
      mistakes.add(sentence);
    } else if (!second.value().equals(first.value())) {
      LOG.warn("{}", sentence);
    }
  }

  /** Checks settings that come neither from a file nor from the environment. */
  void among(Set<String> keys) {
    for (String key : new TreeSet<>(keys)) {
      if (isUnknown(key)) {
        unknown("The settings have ", key);
      }
    }
  }

  private void unknown(String where, String key) {
    mistakes.add(
        where
            + printed(key)
            + ", which is no setting: "
            + beginsWithSecret(key)
                .or(() -> SimilarNames.nearest(key, known.keys()).map(Match::name))
                .map(name -> "did you mean " + name + "?")
                .orElse("call a setting of your own " + KnownSettings.SITE + "… instead."));
  }

  /**
   * Returns whether nothing reads a name. A name outside {@code m2m.} is a site's own, unless only
   * its case or separators differ from a setting's.
   */
  private boolean isUnknown(String key) {
    if (known.keys().contains(key) || key.startsWith(KnownSettings.SITE)) {
      return false;
    }
    return key.startsWith(PREFIX)
        || (LOOKS_LIKE_ONE.matcher(key.replaceAll("[^\\x21-\\x7E]", "")).matches()
            && SimilarNames.nearest(key, known.keys())
                .filter(match -> match.nearness() == Nearness.MISSPELT)
                .isPresent());
  }

  /** Checks the environment's variables, except those that Kubernetes sets. */
  void amongVariables(Map<String, String> environment) {
    List<String> others = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.toUpperCase(Locale.ROOT).startsWith("M2M")
                  && !isRead(name)
                  && !ServiceLinks.contain(name, value)
                  && !isMeantForAnother("the variable ", name, known.variables())
                  && name.startsWith(VARIABLE_PREFIX)) {
                others.add(printed(name));
              }
            });
    warn("variables", others);
  }

  private boolean isRead(String variable) {
    return known.variables().contains(variable)
        || variable.startsWith(Settings.variable(KnownSettings.SITE))
        // Camel takes M2M.API.KEY as well.
        || known.keys().stream().anyMatch(key -> key.toUpperCase(Locale.ROOT).equals(variable));
  }

  /** Checks the system properties, or the settings of another application. */
  void amongProperties(Set<String> names) {
    List<String> others = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      if (isUnknown(name) && !isMeantForAnother("", name, known.keys())) {
        others.add(printed(name));
      }
    }
    warn("properties", others);
  }

  private static void warn(String what, List<String> names) {
    if (!names.isEmpty()) {
      LOG.warn("nothing of m2m-bridge reads the {} {}", what, String.join(", ", names));
    }
  }

  /**
   * Returns whether a name is probably a setting's, misspelt. If so, and if it isn't read as that
   * setting, a mistake is added.
   */
  private boolean isMeantForAnother(String what, String name, Set<String> names) {
    Optional<Match> meant =
        SimilarNames.nearest(name, names)
            .filter(
                match ->
                    match.nearness() == Nearness.MISSPELT
                        || (match.nearness() == Nearness.RELATED
                            && !setNames.contains(match.name())));
    meant
        .filter(match -> !isReadAs.test(name, match.name()))
        .ifPresent(
            match ->
                mistakes.add(
                    "Nothing reads "
                        + what
                        + printed(name)
                        + ": did you mean "
                        + match.name()
                        + "?"));
    return meant.isPresent();
  }

  /** A secret that follows its setting's name without a separator is part of the key. */
  private static Optional<String> beginsWithSecret(String key) {
    return Settings.SECRETS.stream()
        .filter(secret -> key.startsWith(secret) && key.length() > secret.length() + 6)
        .findFirst();
  }

  /** Returns a name with invisible characters escaped, and without a secret that is part of it. */
  private static String printed(String name) {
    StringBuilder printed = new StringBuilder();
    beginsWithSecret(name)
        .map(secret -> secret + "…")
        .orElse(name)
        .chars()
        .forEach(c -> printed.append(isVisible(c) ? String.valueOf((char) c) : escaped(c)));
    return printed.toString();
  }

  private static boolean isVisible(int c) {
    return (c > ' ' && c <= '~') || c == '…' || Character.isLetterOrDigit(c);
  }

  private static String escaped(int c) {
    return "\\u" + Integer.toHexString(0x10000 | c).substring(1);
  }
}
