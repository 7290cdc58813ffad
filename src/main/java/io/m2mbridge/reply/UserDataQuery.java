package io.m2mbridge.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The text of {@code m2m.user-data.query}, read as camel-jdbc reads it: {@code :?name} is the
 * header of that name wherever it stands, in quotes and comments too.
 */
public final class UserDataQuery {
  static final String SETTING = "m2m.user-data.query (M2M_USER_DATA_QUERY)";
  static final String REFERENCE = "referenceId";

  private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w+)");

  /** Quoted text and names, dollar-quoted text and comments, of which one may be in another. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "\\b[eE]'(?:[^'\\\\]++|''|\\\\.)*+'"
              + "|'(?:[^']++|'')*+'"
              + "|\"(?:[^\"]++|\"\")*+\""
              + "|(?<![\\w$])\\$((?:[\\p{L}_][\\w]*)?)\\$.*?\\$\\1\\$"
              + "|--[^\\r\\n]*+"
              + "|/\\*(?:[^*/]++|/\\*.*?\\*/|\\*(?!/)|/)*+\\*/",
          Pattern.DOTALL);

  private static final Pattern READS =
      Pattern.compile("[\\s(]*(select|with|values|table)\\b.*", Pattern.DOTALL);

  /** A parameter as other tools write it. */
  private static final Pattern OTHER_PARAMETER =
      Pattern.compile("(?<![:\\w]):#?[A-Za-z]|\\$[\\d{]");

  private final String sql;

  /** The same without quoted text and comments. */
  private final String code;

  /**
   * @param sql the query
   */
  public UserDataQuery(String sql) {
    this.sql = sql;
    this.code = NO_CODE.matcher(sql).replaceAll(UserDataQuery::blanks);
  }

  /** As long as what it replaces; a comment counts as blank, quoted text doesn't. */
  private static String blanks(MatchResult text) {
    boolean isComment = text.group().startsWith("--") || text.group().startsWith("/*");
    return (isComment ? " " : "'").repeat(text.end() - text.start());
  }

  /**
   * What its text alone proves wrong, one sentence each.
   *
   * @param headers the names of parameters that the route sets
   */
  public List<String> mistakes(Set<String> headers) {
    List<String> mistakes = new ArrayList<>();
    String text = code.substring(0, end());
    if (text.contains(";")) {
      mistakes.add(SETTING + " is more than one statement: write one SELECT.");
    } else if (!READS.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      mistakes.add(SETTING + " is no SELECT: write one SELECT, which changes nothing.");
    }
    parameters(mistakes, headers);
    return mistakes;
  }

  private void parameters(List<String> mistakes, Set<String> headers) {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(headers);
    known.add(REFERENCE);
    List<String> all = parametersOf(sql);
    for (String name : new TreeSet<>(all)) {
      if (!known.contains(name)) {
        mistakes.add(
            SETTING
                + " has the parameter :?"
                + name
                + ", which nothing sets: write :?referenceId, the one that there is.");
      }
    }
    List<String> bound = parametersOf(code);
    if (bound.stream().noneMatch(REFERENCE::equalsIgnoreCase)) {
      mistakes.add(SETTING + missing(all));
    } else if (all.size() > bound.size() && !all.stream().allMatch(REFERENCE::equalsIgnoreCase)) {
      mistakes.add(
          SETTING
              + " has a parameter in quotes or in a comment, by which the values would be set in the"
              + " wrong order: take it out there.");
    }
    if (PARAMETER.matcher(code).replaceAll("").replace("??", "").contains("?")) {
      mistakes.add(
          SETTING
              + " has a ? that nothing sets: write :?referenceId for the user, and ?? for an operator"
              + " with a question mark.");
    }
  }

  private String missing(List<String> all) {
    String what = " has no parameter :?referenceId, so that it would give everybody's data";
    if (all.stream().anyMatch(REFERENCE::equalsIgnoreCase)) {
      return what + ": it stands in quotes or in a comment; write :?referenceId without quotes.";
    }
    return OTHER_PARAMETER.matcher(code).find()
        ? what + ": write it as :?referenceId, with a question mark."
        : what + ": write WHERE <the user's reference> = :?referenceId.";
  }

  private static List<String> parametersOf(String text) {
    return PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** How many parameters the server sees. */
  int parameters() {
    return parametersOf(code).size();
  }

  /** The query as a table of which no row is read, as JDBC wants it. */
  String withoutRows() {
    String query = PARAMETER.matcher(sql.substring(0, end())).replaceAll("?");
    return "SELECT * FROM (\n" + query + "\n) AS user_data WHERE false";
  }

  /** Where the query ends, without what ends a statement. */
  private int end() {
    int end = code.length();
    while (end > 0
        && (code.charAt(end - 1) == ';' || Character.isWhitespace(code.charAt(end - 1)))) {
      end--;
    }
    return end;
  }
}
