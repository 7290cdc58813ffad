package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a step.
 *
 * @param query as the step names it: the text itself, or a resource such as {@code file:sql/x.sql}
 * @param sql in lower case, without comments and literals; empty if it can't be read
 * @param dataSource the name of its bean; null if the step names none
 */
record Statement(String query, String sql, @Nullable String dataSource) {
  private static final Pattern RESOURCE = Pattern.compile("(classpath|file|ref|http|https):.*");
  private static final Pattern IGNORED =
      Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'", Pattern.DOTALL);
  private static final Pattern WRITES =
      Pattern.compile("\\s*(insert|update|delete|merge|truncate|call|copy)\\b.*", Pattern.DOTALL);
  private static final Pattern WRITES_WITHIN =
      Pattern.compile(
          "\\s*with\\b.*(\\binsert\\s+into\\b|\\bdelete\\s+from\\b|\\bmerge\\s+into\\b"
              + "|(?<!for )(?<!do )(?<!for no key )\\bupdate\\s+[\\w.\"]+\\s+(as\\s+\\w+\\s+)?set\\b).*",
          Pattern.DOTALL);
  private static final Pattern TABLE =
      Pattern.compile("\\b(?:insert\\s+into|update|merge\\s+into)\\s+([\\w.\"]+)");
  private static final Pattern SET =
      Pattern.compile("\\bset\\b(.*?)(\\bwhere\\b|\\bfrom\\b|\\breturning\\b|$)", Pattern.DOTALL);
  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)\\s*\"?(\\w+)\"?\\s*=(.*)");
  private static final Pattern CALCULATION = Pattern.compile("[-+*/]|\\|\\|");
  private static final Pattern CLOCK =
      Pattern.compile(
          "\\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\\s*\\(\\s*\\)"
              + "|\\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\\b"
              + "|\\$\\{date:(now|exchangecreated)");

  /** The statement that a step runs; null if it runs none. */
  static @Nullable Statement of(Site site, Step step) {
    Call call = step.call();
    if (call == null || step.kind().equals("from")) {
      return null;
    }
    return switch (call.scheme()) {
      case "sql" -> of(site, text(step, call), name(call.options().get("dataSource")));
      case "sql-stored" -> of(site, "call " + call.path(), name(call.options().get("dataSource")));
      case "jdbc" -> of(site, body(step), name(call.path()));
      default -> null;
    };
  }

  private static Statement of(Site site, String query, @Nullable String dataSource) {
    String resolved = new Placeholders(site).resolve(query).orElse(query).strip();
    String text =
        RESOURCE.matcher(resolved).matches()
            ? site.resource().apply(resolved).orElse("")
            : resolved;
    String sql = IGNORED.matcher(text).replaceAll(found -> literal(found.group()));
    return new Statement(resolved, sql.toLowerCase(Locale.ROOT).strip(), dataSource);
  }

  private static String literal(String ignored) {
    if (!ignored.startsWith("'")) {
      return " ";
    }
    return ignored.equalsIgnoreCase("'now'") ? "current_timestamp" : "''";
  }

  private static String text(Step step, Call call) {
    return "true".equals(call.options().get("useMessageBodyForSql")) ? body(step) : call.path();
  }

  /** The text that the step before sets as the body; empty if another one does. */
  private static String body(Step step) {
    Step parent = step.parent();
    List<Step> siblings = parent == null ? step.route().steps() : parent.children();
    int at = siblings.indexOf(step);
    if (at < 1 || !siblings.get(at - 1).kind().equals("setBody")) {
      return "";
    }
    return Optional.of(Expressions.of(siblings.get(at - 1)))
        .filter(found -> !found.isEmpty())
        .map(found -> String.valueOf(found.get(0).text().text()))
        .orElse("");
  }

  private static @Nullable String name(@Nullable String bean) {
    return bean == null ? null : bean.replaceFirst("^#(bean:)?", "");
  }

  /** Whether it changes rows. */
  boolean writes() {
    return WRITES.matcher(sql).matches() || WRITES_WITHIN.matcher(sql).matches();
  }

  /** The tables that it writes to. */
  Stream<String> tables() {
    return TABLE.matcher(sql).results().map(found -> found.group(1));
  }

  /** Whether the rows are the same however often it runs. */
  boolean isRepeatable() {
    if (sql.matches("(?s).*\\binsert\\s+into\\b.*")
        && !sql.matches("(?s).*\\b(on conflict|not exists)\\b.*")) {
      return false;
    }
    Matcher set = SET.matcher(sql);
    while (set.find()) {
      if (Arrays.stream(set.group(1).split(",(?![^()]*\\))")).anyMatch(Statement::isFromItself)) {
        return false;
      }
    }
    return !sql.startsWith("call") && !sql.startsWith("copy");
  }

  /** Whether an assignment calculates a column from the column itself. */
  private static boolean isFromItself(String text) {
    Matcher assignment = ASSIGNMENT.matcher(text);
    return assignment.matches()
        && CALCULATION.matcher(assignment.group(2)).find()
        && Pattern.compile("\\b" + assignment.group(1) + "\\b").matcher(assignment.group(2)).find();
  }

  /** How it asks for the time, such as {@code now()}; empty if it doesn't. */
  Optional<String> clock() {
    Matcher clock = CLOCK.matcher(sql);
    return clock.find() ? Optional.of(clock.group().replaceAll("\\s", "")) : Optional.empty();
  }

  /** The name of a statement that the bridge ships, such as {@code fund-hold}; null for others. */
  @Nullable String shipped() {
    return query.matches("classpath:/?sql/[\\w-]+\\.sql")
        ? query.replaceFirst("classpath:/?sql/", "").replaceFirst("\\.sql$", "")
        : null;
  }

  /** Whether it runs on the connection of the bridge's own transactions. */
  boolean isOnOwnDataSource() {
    return dataSource == null || dataSource.isEmpty() || dataSource.equals("dataSource");
  }
}
