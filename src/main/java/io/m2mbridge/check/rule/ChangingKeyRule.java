package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CHANGING_KEY;
import static io.m2mbridge.check.finding.FindingKind.CLOCK_IN_EFFECTS;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key by which work that is repeated would be recognized must be the same at each attempt. */
final class ChangingKeyRule implements Rule {
  private static final String NAME =
      "[\\w.-]*(?:idempoten|dedup|event-?_?key|_AMQ_DUPL_ID|Nats-Msg-Id|ServiceBusMessageId"
          + "|PayPal-Request-Id)[\\w.-]*";

  /** The name of a header, a variable or an option that holds such a key. */
  private static final Pattern KEY = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

  /** Such a key within a text, such as a body of JSON or a query. */
  private static final Pattern KEY_IN_TEXT =
      Pattern.compile(
          "(?:^|[\\s\"'{,?&(])" + NAME + "[\"']?\\s*[:=]\\s*[\"']?(\\$\\{[^}]*}[^\\s\"',}&]*)",
          Pattern.CASE_INSENSITIVE);

  /** Classes whose methods give another value each time. */
  private static final Pattern NEW_EACH_TIME =
      Pattern.compile(
          "java\\.util\\.(UUID|Random|Date)|java\\.time\\..*|java\\.lang\\.(System|Math)");

  private static final Set<String> FILES = Set.of("file", "ftp", "ftps", "sftp", "smb");

  private static final Set<String> FILE_HEADERS =
      Set.of(
          "CamelFileName",
          "CamelAwsS3Key",
          "CamelAzureStorageBlobBlobName",
          "CamelGoogleCloudStorageObjectName");

  @Override
  public void check(Site site, Findings findings) {
    Changing changing = new Changing(site);
    EventWays.steps(site).forEach(step -> step(site, changing, step, findings));
  }

  private static void step(Site site, Changing changing, Step step, Findings findings) {
    Call call = step.call();
    if (step.kind().equals("idempotentConsumer")) {
      Expressions.of(step).stream()
          .flatMap(each -> changing.in(each).stream())
          .findFirst()
          .ifPresent(what -> key(step, "the key of the idempotentConsumer", what, findings));
    } else if (step.kind().startsWith("set")) {
      Changing.assignments(step).forEach(each -> assignment(changing, step, each, findings));
      texts(changing, step, findings);
    } else if (call != null) {
      call(site, changing, step, call, findings);
    }
  }

  private static void assignment(
      Changing changing, Step step, YamlNode assignment, Findings findings) {
    String name = String.valueOf(assignment.text("name"));
    boolean isHeader = step.kind().startsWith("setHeader");
    Optional<String> what =
        Expressions.of(assignment).stream()
            .flatMap(each -> changing.in(each).or(() -> made(changing, step, each)).stream())
            .findFirst();
    if (what.isEmpty() || !isHeader) {
      return;
    }
    if (KEY.matcher(name).matches()) {
      key(step, "the header " + name, what.get(), findings);
    } else if (FILE_HEADERS.contains(name)) {
      file(step, what.get(), findings);
    }
  }

  /** What the step in front of this one made the body of, where the expression is the body. */
  private static Optional<String> made(
      Changing changing, Step step, Expressions.Expression expression) {
    if (!String.valueOf(expression.text().text()).strip().equals("${body}")) {
      return Optional.empty();
    }
    Step parent = step.parent();
    List<Step> siblings = parent == null ? step.route().steps() : parent.children();
    int at = siblings.indexOf(step);
    Step before = at < 1 ? null : siblings.get(at - 1);
    if (before == null) {
      return Optional.empty();
    }
    String type = String.valueOf(before.value().text("beanType"));
    return before.kind().equals("bean") && NEW_EACH_TIME.matcher(type).matches()
        ? Optional.of("a value of " + type)
        : before.kind().equals("setBody")
            ? Expressions.of(before).stream()
                .flatMap(each -> changing.in(each).stream())
                .findFirst()
            : Optional.empty();
  }

  private static void texts(Changing changing, Step step, Findings findings) {
    for (Expressions.Expression expression : Expressions.of(step)) {
      keyIn(changing, String.valueOf(expression.text().text()))
          .ifPresent(what -> key(step, "a key in the text", what, findings));
    }
  }

  private static Optional<String> keyIn(Changing changing, String text) {
    Matcher key = KEY_IN_TEXT.matcher(text);
    return key.results().flatMap(each -> changing.in(each.group(1)).stream()).findFirst();
  }

  private static void call(Site site, Changing changing, Step step, Call call, Findings findings) {
    for (Map.Entry<String, String> option : call.options().entrySet()) {
      Optional<String> what = changing.in(option.getValue());
      boolean isName = option.getKey().equals("fileName") && FILES.contains(call.scheme());
      if (what.isPresent() && KEY.matcher(option.getKey()).matches()) {
        key(step, "the option " + option.getKey(), what.get(), findings);
      } else if (what.isPresent() && isName && !isAppended(call)) {
        file(step, what.get(), findings);
      }
    }
    if (call.scheme().startsWith("http")) {
      changing
          .in(call.path())
          .ifPresent(what -> key(step, "the address of the call", what, findings));
    }
    Statement statement = Statement.of(site, step);
    if (statement != null && statement.writes()) {
      InsertedKey.changing(statement, changing)
          .filter(what -> !Policies.isWithin(step, Policies.EFFECTS_ONCE))
          .ifPresent(what -> key(step, "the key of the inserted row", what, findings));
    }
  }

  /** Whether the file collects what several events write. */
  private static boolean isAppended(Call call) {
    return "Append".equalsIgnoreCase(call.options().get("fileExist"));
  }

  private static void key(Step step, String which, String what, Findings findings) {
    findings.add(
        CHANGING_KEY,
        step.place(),
        step.where(),
        which + " is " + what + ", another value at each attempt, so that the work is repeated",
        "take the event's key, ${variable.eventKey}, or an id such as"
            + " ${variable.data[operationId]}");
  }

  private static void file(Step step, String what, Findings findings) {
    findings.add(
        CLOCK_IN_EFFECTS,
        step.place(),
        step.where(),
        "the file's name has " + what + ", so that each attempt writes another file",
        "name the file after the event, such as ${variable.data[operationId]}, or append to one"
            + " with fileExist: Append");
  }
}
