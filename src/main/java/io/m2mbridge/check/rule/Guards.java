package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.Reference.Access;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds conditions that keep an expression away from a field that is absent. */
final class Guards {
  private Guards() {}

  /**
   * Whether a condition before an expression compares a field with null.
   *
   * @param last the index of the field in the path of the reference
   */
  static boolean guards(EvaluatedText text, Reference reference, int last) {
    String path =
        reference.path().subList(0, last + 1).stream()
            .map(Access::name)
            .map(name -> "\\??\\['?" + Pattern.quote(name) + "'?]")
            .collect(Collectors.joining());
    Pattern guard = Pattern.compile("variables?\\.data" + path + "}\\s*[!=]=\\s*null");
    return Stream.concat(Stream.of(text.text()), conditions(text.step()))
        .anyMatch(condition -> guard.matcher(condition).find());
  }

  /** The conditions before a step in its route, and its own. */
  private static Stream<String> conditions(Step step) {
    List<Step> all = step.route().allSteps().toList();
    int until = all.indexOf(step);
    return all.subList(0, until + 1).stream()
        .flatMap(each -> Expressions.of(each).stream())
        .map(expression -> String.valueOf(expression.text().text()));
  }
}
