package io.m2mbridge.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The text of {@code m2m.user-data.query}, parsed as camel-jdbc does: {@code :?name} is replaced by
 * the header of that name everywhere, even in quotes and comments.
 */
public final class UserDataQuery {
  static final String SETTING = "m2m.user-data.query (M2M_USER_DATA_QUERY)";
  static final String REFERENCE = "referenceId";

  private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w+)");

  /** Quoted text and names, dollar-quoted text, and comments, which may be nested. */
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

  private static final Pattern PATTERN =
      Pattern.compile("(?i)(\\bi?like|\\bsimilar\\s+to|!?~\\*?)\\s*:\\?referenceId\\b");

  /** The parameter as a column, and none after FROM. */
  private static final Pattern IN_COLUMNS =
      Pattern.compile(
          "(?is)\\s*select\\b((?!\\bfrom\\b|:\\?).)*?(?<=select|,)\\s*:\\?referenceId\\s*(as\\b|,|(?=from\\b))"
              + "((?!:\\?).)*\\bfrom\\b((?!:\\?).)*");

  /** A parameter in the syntax of other tools. */
  private static final Pattern OTHER_PARAMETER =
      Pattern.compile("(?<![:\\w]):#?[A-Za-z]|\\$[\\d{]");

  private final String sql;

  /** The query with quoted text and comments blanked out. */
  private final String code;

  /**
   * Parses a query.
   *
   * @param sql the text of the query
   */
  public UserDataQuery(String sql) {
    this.sql = sql;
    this.code = NO_CODE.matcher(sql).replaceAll(UserDataQuery::blanks);
  }

  /** Returns a replacement of the same length: spaces for a comment, quotes for quoted text. */
  private static String blanks(MatchResult text) {
    boolean isComment = text.group().startsWith("--") || text.group().startsWith("/*");
    return (isComment ? " " : "'").repeat(text.end() - text.start());
  }

  /**
   * Returns one sentence on each mistake that the text alone shows.
   *
   * @param headers the names of the headers that the routes set
   */
  public List<String> mistakes(Set<String> headers) {
    List<String> mistakes = new ArrayList<>();
    String text = code.substring(0, end());
    if (text.contains(";")) {
      mistakes.add(SETTING + " is more than one statement: write one SELECT.");
    } else if (!READS.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      mistakes.add(SETTING + " isn't a SELECT: write one SELECT, which changes nothing.");
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
                + ", which nothing sets: write :?referenceId, the only parameter.");
      }
    }
    List<String> bound = parametersOf(code);
    if (bound.stream().noneMatch(REFERENCE::equalsIgnoreCase)) {
      mistakes.add(SETTING + missing(all));
    } else if (PATTERN.matcher(code).find()) {
      mistakes.add(
          SETTING
              + " takes the reference as a pattern, in which _ and % stand for any character, so that it"
              + " may give the data of another user: write = :?referenceId.");
    } else if (IN_COLUMNS.matcher(code).matches()) {
      mistakes.add(
          SETTING
              + " has :?referenceId among its columns alone, so it would give the data of every user:"
              + " write WHERE <the user's reference> = :?referenceId.");
    } else if (all.size() > bound.size() && !all.stream().allMatch(REFERENCE::equalsIgnoreCase)) {
      mistakes.add(
          SETTING
              + " has a parameter in quotes or in a comment, so that the values would be set in the"
              + " wrong order: remove it there.");
    }
    if (PARAMETER.matcher(code).replaceAll("").replace("??", "").contains("?")) {
      mistakes.add(
          SETTING
              + " has a ? that nothing sets: write :?referenceId for the user, and ?? for an operator"
              + " with a question mark.");
    }
  }

  private String missing(List<String> all) {
    String what = " has no parameter :?referenceId, so it would give the data of every user";
    if (all.stream().anyMatch(REFERENCE::equalsIgnoreCase)) {
      return what + ": it is in quotes or in a comment; write :?referenceId without quotes.";
    }
    return OTHER_PARAMETER.matcher(code).find()
        ? what + ": write it as :?referenceId, with a question mark."
        : what + ": write WHERE <the user's reference> = :?referenceId.";
  }

  private static List<String> parametersOf(String text) {
    return PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
  }

  String sql() {
    return sql;
  }

  /** Returns the query, of the same length, with quoted text and comments blanked out. */
  String code() {
    return code;
  }

  /** Returns the number of parameters that the server sees. */
  int parameters() {
    return parametersOf(code).size();
  }

  /** Returns the query as a subquery without rows, with JDBC's placeholders. */
  String withoutRows() {
    String query = PARAMETER.matcher(sql.substring(0, end())).replaceAll("?");
    return "SELECT * FROM (\n" + query + "\n) AS user_data WHERE false";
  }

  /** Returns the end of the query, without a final semicolon and white space. */
  private int end() {
    int end = code.length();
    while (end > 0
        && (code.charAt(end - 1) == ';' || Character.isWhitespace(code.charAt(end - 1)))) {
      end--;
    }
    return end;
  }
}
