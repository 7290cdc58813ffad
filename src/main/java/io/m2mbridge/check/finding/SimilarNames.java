package io.m2mbridge.check.finding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the existing name that was probably meant by a name that doesn't exist. */
public final class SimilarNames {
  private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[a-z])(?=[A-Z])");
  private static final String PREFIX = "m2m";
  private static final int SHORT = 4;

  /** How similar a name is to an existing one. */
  public enum Nearness {
    /** One or two letters differ, or the case, or the separators of its parts. It is a mistake. */
    MISSPELT,
    /** A part is missing, added, shortened or in another place. It may be a separate name. */
    RELATED,
    /** It is the most similar name that exists, but differs in more than that. */
    REMOTE
  }

  /** An existing name that was probably meant. */
  public record Match(String name, Nearness nearness) {}

  private SimilarNames() {}

  /** Returns the most similar name, or empty if none shares at least half of its letters. */
  public static Optional<Match> nearest(String name, Collection<String> known) {
    return known.stream()
        .map(each -> match(name, each))
        .flatMap(Optional::stream)
        .min(
            Comparator.comparing(Match::nearness)
                .thenComparing(match -> distance(letters(name), letters(match.name())))
                .thenComparing(Match::name));
  }

  private static Optional<Match> match(String name, String known) {
    String one = letters(name);
    String other = letters(known);
    int distance = distance(one, other);
    if (parts(name).size() > parts(known).size() && isRelated(parts(name), parts(known))) {
      // M2M_API_KEY_2 may be set in addition to M2M_API_KEY, though only one letter differs.
      return Optional.of(new Match(known, Nearness.RELATED));
    } else if (distance <= (other.length() <= SHORT ? 1 : 2)) {
      return Optional.of(new Match(known, Nearness.MISSPELT));
    } else if (isRelated(parts(name), parts(known))) {
      return Optional.of(new Match(known, Nearness.RELATED));
    }
    return distance <= Math.max(one.length(), other.length()) / 2
        ? Optional.of(new Match(known, Nearness.REMOTE))
        : Optional.empty();
  }

  /** Returns the name in lower case, without separators and without the prefix m2m. */
  private static String letters(String name) {
    String letters = String.join("", parts(name));
    return letters.startsWith(PREFIX) && letters.length() > PREFIX.length()
        ? letters.substring(PREFIX.length())
        : letters;
  }

  private static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : SEPARATOR.split(name)) {
      if (!part.isEmpty()) {
        parts.add(part.toLowerCase(Locale.ROOT));
      }
    }
    if (parts.size() > 1 && parts.get(0).equals(PREFIX)) {
      parts.remove(0);
    }
    return parts;
  }

  private static boolean isRelated(List<String> name, List<String> known) {
    if (name.size() == known.size()) {
      return isInOtherOrder(name, known) || isShortened(name, known);
    }
    List<String> fewer = name.size() < known.size() ? name : known;
    List<String> more = fewer == name ? known : name;
    return fewer.size() >= 2 && more.size() - fewer.size() == 1 && holdsInOrder(more, fewer);
  }

  private static boolean isInOtherOrder(List<String> name, List<String> known) {
    return known.size() > 1
        && name.stream().sorted().toList().equals(known.stream().sorted().toList());
  }

  /**
   * Whether exactly one part differs, and one of the two is a short form of the other, such as user
   * or db.
   */
  private static boolean isShortened(List<String> name, List<String> known) {
    List<Integer> different = new ArrayList<>();
    for (int i = 0; i < name.size(); i++) {
      if (!name.get(i).equals(known.get(i))) {
        different.add(i);
      }
    }
    if (name.size() < 2 || different.size() != 1) {
      return false;
    }
    String one = name.get(different.get(0));
    String other = known.get(different.get(0));
    return isShortFormOf(one, other) || isShortFormOf(other, one);
  }

  private static boolean isShortFormOf(String form, String word) {
    return form.length() > 1
        && form.length() < word.length()
        && form.charAt(0) == word.charAt(0)
        && holdsInOrder(List.of(word.split("")), List.of(form.split("")));
  }

  private static boolean holdsInOrder(List<String> all, List<String> some) {
    int found = 0;
    for (String each : all) {
      if (found < some.size() && some.get(found).equals(each)) {
        found++;
      }
    }
    return found == some.size();
  }

  /**
   * Returns the Damerau-Levenshtein distance: the number of letters to insert, delete, change or
   * swap with a neighbour.
   */
  public static int distance(String one, String other) {
    int[][] distances = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      distances[i][0] = i;
      for (int j = 1; j <= other.length(); j++) {
        if (i == 0) {
          distances[0][j] = j;
          continue;
        }
        boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
        least = Math.min(least, distances[i - 1][j - 1] + (isSame ? 0 : 1));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          least = Math.min(least, distances[i - 2][j - 2] + 1);
        }
        distances[i][j] = least;
      }
    }
    return distances[one.length()][other.length()];
  }
}
