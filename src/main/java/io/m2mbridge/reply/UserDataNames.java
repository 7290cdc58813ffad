package io.m2mbridge.reply;

import static java.util.Map.entry;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the field of M2M's that was probably meant by another name. */
final class UserDataNames {
  /** Other names of the fields, in lower case, with letters only. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          entry("birthdate", "dob"),
          entry("birthday", "dob"),
          entry("born", "dob"),
          entry("bornat", "dob"),
          entry("bornon", "dob"),
          entry("dateofbirth", "dob"),
          entry("dayofbirth", "dob"),
          entry("fechanacimiento", "dob"),
          entry("fechadenacimiento", "dob"),
          entry("curp", "idNumber"),
          entry("documentid", "idNumber"),
          entry("documentnumber", "idNumber"),
          entry("nationalid", "idNumber"),
          entry("taxid", "idNumber"),
          entry("documenttype", "idType"),
          entry("givenname", "name.firstName"),
          entry("nombre", "name.firstName"),
          entry("middlename", "name.secondName"),
          entry("apellido", "name.lastName"),
          entry("familyname", "name.lastName"),
          entry("surname", "name.lastName"),
          entry("secondsurname", "name.secondLastName"),
          entry("maternallastname", "name.secondLastName"));

  private UserDataNames() {}

  /** Returns the field that was probably meant, or null if none is similar. */
  static @Nullable String meant(String name) {
    String plain = plain(name);
    String alias = ALIASES.get(plain);
    if (alias != null || plain.isEmpty()) {
      return alias;
    }
    String nearest =
        UserDataFields.ALL.stream().min(Comparator.comparingInt(f -> distance(plain, f))).get();
    // Up to a third of the letters may differ.
    return distance(plain, nearest) * 3 <= plain.length() ? nearest : null;
  }

  /** Returns the sentence on a column whose name M2M doesn't know. */
  static String unknown(String name) {
    String meant = meant(name);
    return UserDataQuery.SETTING
        + " gives a column "
        + name
        + ", which M2M doesn't know: "
        + (meant == null
            ? "remove it, or name it as one of " + String.join(", ", UserDataFields.ALL) + "."
            : "write AS \""
                + meant
                + "\", in double quotes, because PostgreSQL lower-cases unquoted names.");
  }

  /** Returns the sentence on a column that a query has twice. */
  static String twice(String name) {
    return UserDataQuery.SETTING + " gives the column " + name + " twice: remove one of them.";
  }

  /**
   * Returns the distance to a field with or without the part before its dot, whichever is smaller.
   */
  private static int distance(String plain, String field) {
    String last = plain(field.substring(field.indexOf('.') + 1));
    return Math.min(edits(plain, last), edits(plain, plain(field)));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
  }

  /** Returns the Levenshtein distance. */
  private static int edits(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] now = new int[before.length];
      now[0] = i;
      for (int j = 1; j < now.length; j++) {
        int swap = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(swap, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[before.length - 1];
  }
}
