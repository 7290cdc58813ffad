package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.PARAMETERS_COUNT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.regex.Pattern;

/** A step that says how many parameters its statement has, and has another number of them. */
final class ParametersCountRule implements Rule {
  private static final String OPTION = "parametersCount";
  private static final Pattern NAMED = Pattern.compile(":[#?]");

  /** A parameter without a name, or an operator: PostgreSQL has {@code #>} and {@code ?}. */
  private static final Pattern OTHER = Pattern.compile("(?<!:)[#?]");

  @Override
  public void check(Site site, Findings findings) {
    site.routes().flatMap(Route::allSteps).forEach(step -> check(site, step, findings));
  }

  private static void check(Site site, Step step, Findings findings) {
    Statement statement = Statement.of(site, step);
    String count = step.call() == null ? null : step.call().options().get(OPTION);
    if (statement == null || count == null || !count.strip().matches("[0-9]{1,9}")) {
      return;
    }
    // An expression in a parameter may hold marks of its own.
    String sql = statement.sql().replaceAll("(:[#?])\\$\\{[^}]*}", "$1");
    long found = NAMED.matcher(sql).results().count();
    if (sql.isEmpty()
        || OTHER.matcher(sql).find()
        || found == Integer.parseInt(count.strip())
        || sql.contains(":#in:")) {
      return;
    }
    findings.add(
        PARAMETERS_COUNT,
        step.place(),
        step.where(),
        OPTION
            + " is "
            + count.strip()
            + ", and the statement has "
            + found
            + " parameters, so that each event fails",
        "write " + OPTION + ": " + found + ", or remove the option");
  }
}
