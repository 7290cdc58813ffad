package io.m2mbridge.reply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of a query's columns, read from its text, without a database. It says nothing of a
 * column whose name the text doesn't show.
 */
public final class UserDataColumns {
  private static final Pattern ALIAS =
      Pattern.compile("(?is).*?(?:\\bas\\s+|\\s)(\"(?:[^\"]|\"\")+\"|[a-z_]\\w*)\\s*");

  private static final Pattern COLUMN =
      Pattern.compile(
          "(?is)\\s*(?:(?:\"[^\"]+\"|\\w+)\\s*\\.\\s*)*(\"(?:[^\"]|\"\")+\"|[a-z_]\\w*)\\s*");

  /** A date of birth that PostgreSQL formats. */
  private static final Pattern FORMATTED =
      Pattern.compile("(?is)\\s*to_char\\s*\\(.*,\\s*'([^']*)'\\s*\\)\\s*(?:as\\s+)?\"?dob\"?\\s*");

  private static final Pattern EVERY_COLUMN = Pattern.compile("\\s*(?:\\w+\\s*\\.\\s*)?\\*\\s*");

  /** A name in single quotes is a text, and no name. */
  private static final Pattern QUOTED_NAME = Pattern.compile("(?is).*\\bas\\s+('[^']*')\\s*");

  private UserDataColumns() {}

  /** Returns one sentence on each column whose name M2M doesn't know, or that is there twice. */
  public static List<String> mistakes(UserDataQuery query) {
    List<String> mistakes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String item : items(query)) {
      String name = name(item);
      Matcher date = FORMATTED.matcher(item);
      if (date.matches() && !date.group(1).toUpperCase(Locale.ROOT).matches("(F[MX])*YYYY-MM-DD")) {
        mistakes.add(
            UserDataQuery.SETTING
                + " writes dob as "
                + date.group(1)
                + ", and such a text is left out of the replies: write 'YYYY-MM-DD' in to_char.");
      }
      Matcher quoted = QUOTED_NAME.matcher(item);
      if (quoted.matches()) {
        mistakes.add(
            UserDataQuery.SETTING
                + " has the name "
                + quoted.group(1)
                + " in single quotes, which is no name: write it in double quotes.");
      }
      if (name != null && !UserDataFields.ALL.contains(name)) {
        mistakes.add(UserDataNames.unknown(name));
      } else if (name != null && !seen.add(name)) {
        mistakes.add(UserDataNames.twice(name));
      }
    }
    return mistakes;
  }

  /** Whether the list of columns has a {@code *}, which stands for all of a table or a view. */
  public static boolean hasAll(UserDataQuery query) {
    return items(query).stream().anyMatch(item -> EVERY_COLUMN.matcher(item).matches());
  }

  private static @Nullable String name(String item) {
    Matcher column = COLUMN.matcher(item);
    Matcher alias = ALIAS.matcher(item);
    String name = column.matches() ? column.group(1) : alias.matches() ? alias.group(1) : null;
    if (name == null || name.equalsIgnoreCase("end")) {
      return null;
    }
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }

  /** The items of the list of a plain SELECT; none for any other statement. */
  private static List<String> items(UserDataQuery query) {
    String code = query.code().toLowerCase(Locale.ROOT);
    Matcher select =
        Pattern.compile("\\s*select\\s+(?!distinct\\s+on\\b)(?:distinct\\s+|all\\s+)?")
            .matcher(code);
    List<String> items = new ArrayList<>();
    if (!select.lookingAt()) {
      return items;
    }
    int depth = 0;
    int start = select.end();
    for (int i = start; i < code.length(); i++) {
      char c = code.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      boolean isFrom =
          depth == 0
              && code.startsWith("from", i)
              && code.substring(0, i).matches("(?s).*[\\s')]")
              && code.substring(i + 4).matches("(?s)[\\s(].*");
      if (depth == 0 && (c == ',' || isFrom)) {
        items.add(query.sql().substring(start, i));
        start = i + 1;
      }
      if (isFrom) {
        return items;
      }
    }
    items.add(query.sql().substring(start));
    return items;
  }
}
