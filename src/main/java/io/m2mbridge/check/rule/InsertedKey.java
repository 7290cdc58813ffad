package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns by which {@code INSERT … ON CONFLICT} recognizes a row. */
final class InsertedKey {
  private static final Pattern INSERT =
      Pattern.compile(
          "insert\\s+into\\s+[\\w.\"]+\\s*\\(([^)]*)\\)\\s*(?:values\\s*\\(|select\\b)(.*?)"
              + "\\bon\\s+conflict\\b\\s*(?:\\(([^)]*)\\))?.*",
          Pattern.DOTALL);

  private static final Pattern RANDOM =
      Pattern.compile("\\b(?:gen_random_uuid|uuid_generate_v\\d|random|nextval)\\s*\\(");

  private InsertedKey() {}

  /** What in the value of each such column is another one at each attempt; empty if one isn't. */
  static Optional<String> changing(Statement statement, Changing changing) {
    Matcher insert = INSERT.matcher(statement.sql());
    if (!insert.matches()) {
      return Optional.empty();
    }
    List<String> columns = Arrays.stream(insert.group(1).split(",")).map(String::strip).toList();
    List<String> values = split(insert.group(2));
    List<String> keys =
        insert.group(3) == null
            ? columns.stream().filter(each -> each.matches("\"?(\\w+_)?(id|key)\"?")).toList()
            : Arrays.stream(insert.group(3).split(",")).map(String::strip).toList();
    List<Optional<String>> found =
        keys.stream().map(key -> value(columns.indexOf(key), values, changing)).toList();
    boolean isNamed = insert.group(3) != null;
    return isNamed || found.stream().allMatch(Optional::isPresent)
        ? found.stream().flatMap(Optional::stream).findFirst()
        : Optional.empty();
  }

  private static Optional<String> value(int at, List<String> values, Changing changing) {
    String value = at == -1 || at >= values.size() ? "" : values.get(at).strip();
    return RANDOM.matcher(value).find() ? Optional.of(value) : changing.in(value);
  }

  private static List<String> split(String values) {
    List<String> found = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < values.length(); i++) {
      char c = values.charAt(i);
      depth += c == '(' || c == '{' || c == '[' ? 1 : c == ')' || c == '}' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        found.add(values.substring(start, i));
        start = i + 1;
      }
    }
    found.add(values.substring(start));
    return found;
  }
}
