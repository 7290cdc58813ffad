package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AMOUNTS_CHANGED;
import static io.m2mbridge.check.finding.FindingKind.EFFECT_MISSING;
import static io.m2mbridge.check.finding.FindingKind.EFFECT_OUTSIDE_TRANSACTION;
import static io.m2mbridge.check.finding.FindingKind.EVERY_ROW;
import static io.m2mbridge.check.finding.FindingKind.PARAMETERS_COUNT;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of a site's statement does to rows, to amounts and to the transaction. */
final class StatementTextRule implements Rule {
  /** A sign that begins no value. camel-sql replaces it everywhere, also within quotes. */
  private static final Pattern SIGN = Pattern.compile("'[^'\\n]*(?<!:)#[^'\\n]*'|(?<!:)#[>-]+");

  /** An operator of jsonb. JDBC takes it for a parameter. */
  private static final Pattern QUESTION =
      Pattern.compile("(?<![?:])\\?[|&]?(?!\\?)\\s*('|array\\b)");

  private static final Pattern EVERY =
      Pattern.compile("(update|delete\\s+from)\\s+(?!.*\\bwhere\\b).*", Pattern.DOTALL);

  private static final Pattern END =
      Pattern.compile("(^|;)\\s*(commit|rollback|begin|start\\s+transaction|end)\\b");

  private static final Pattern REMOVED =
      Pattern.compile(
          "\\b(delete\\s+from|truncate(\\s+table)?)\\s+(only\\s+)?(m2m_(?!users\\b)\\w+).*",
          Pattern.DOTALL);

  /** An amount of the event as a binary number, which has about 7 or 15 digits. */
  private static final Pattern BINARY =
      Pattern.compile(
          "\\bcast\\s*\\([^()]*\\b(send|receive|rate|fee)\\b[^()]*\\bas\\s+(real|float\\d?|double\\s+precision)"
              + "|\\b(send|receive|rate|fee)\\b[^\\w,]*::\\s*(real|float\\d?|double\\s+precision)");

  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site).forEach(step -> check(site, step, findings));
  }

  private static void check(Site site, Step step, Findings findings) {
    Statement statement = Statement.of(site, step);
    Call call = step.call();
    if (statement == null || call == null || statement.shipped() != null) {
      return;
    }
    String sql = statement.sql();
    signs(site, step, call, findings);
    Matcher removed = REMOVED.matcher(sql);
    if (removed.find()) {
      add(
          EFFECT_MISSING,
          step,
          "the statement removes rows of "
              + removed.group(4)
              + ", which retries, reconcile and erase still need",
          "leave the rows of the bridge as they are, and use a table of your own",
          findings);
    } else if (EVERY.matcher(sql).matches()) {
      add(
          EVERY_ROW,
          step,
          "the statement has no WHERE, so that each event changes every row of the table",
          "write WHERE, with a value such as :#${variable.data[operationId]}; WHERE true if you mean every row",
          findings);
    } else if (END.matcher(sql).find()) {
      add(
          EFFECT_OUTSIDE_TRANSACTION,
          step,
          "the statement ends the transaction itself, so that what the policy writes later is not in it",
          "remove COMMIT, ROLLBACK and BEGIN: the policy commits",
          findings);
    } else if (BINARY.matcher(sql).find()) {
      add(
          AMOUNTS_CHANGED,
          step,
          "the statement makes the amount a binary number, which loses digits",
          "write CAST(… AS numeric)",
          findings);
    }
  }

  private static void signs(Site site, Step step, Call call, Findings findings) {
    String written = EvaluatedTexts.statement(site, call).replaceAll("--[^\\n]*", "");
    boolean isOwn =
        call.options().containsKey("usePlaceholder") || call.options().containsKey("placeholder");
    Matcher sign = SIGN.matcher(written);
    if (call.scheme().equals("sql") && !isOwn && sign.find()) {
      add(
          PARAMETERS_COUNT,
          step,
          "camel-sql writes ? in place of each #, also in " + sign.group().strip(),
          "write chr(35) for the sign, and -> or ->> for each part of a path",
          findings);
    } else if (QUESTION.matcher(written).find()) {
      add(
          PARAMETERS_COUNT,
          step,
          "JDBC takes the operator ? for a parameter that nothing sets, so that each event fails",
          "write ?? for the operator, or jsonb_exists(…)",
          findings);
    }
  }

  private static void add(
      FindingKind kind, Step step, String problem, String advice, Findings findings) {
    findings.add(kind, step.place(), step.where(), problem, advice);
  }
}
