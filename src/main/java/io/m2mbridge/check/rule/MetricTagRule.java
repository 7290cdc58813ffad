package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNBOUNDED_METRIC;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Reference.Access;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Each value of a tag is a time series of its own, which is kept as long as the process runs. */
final class MetricTagRule implements Rule {
  private static final Set<String> HEADERS = Set.of("CamelMetricsTags", "CamelMetricsName");

  private static final Set<String> VARIABLES =
      Set.of(
          "eventKey",
          "eventKeyEncoded",
          "referenceId",
          "linkId",
          "deliveryId",
          "leaseToken",
          "receivedAt",
          "effectsAt",
          "retryUntil",
          "userData",
          "reply",
          "prefetched",
          "replyPath",
          "noticeId",
          "path",
          "signature");

  /** Fields with a few values. */
  private static final Set<String> CODES =
      Set.of("status", "method", "platform", "language", "cancellationReason");

  /** Headers that a stranger's request brings, in lower case. */
  private static final Set<String> OF_REQUESTS =
      Set.of(
          "camelhttppath",
          "camelhttpquery",
          "camelhttpuri",
          "camelhttprawquery",
          "user-agent",
          "host",
          "x-m2m-event",
          "x-m2m-signature",
          "x-m2m-timestamp",
          "x-forwarded-for",
          "content-length",
          "content-type",
          "m2meventkey",
          "m2meventkeyencoded");

  private static final Pattern ONE_OF_MANY =
      Pattern.compile(
          "(body|bodyAs|uuid|exchangeId|messageId|date:|random|exception\\.message|id$).*",
          Pattern.DOTALL);

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(
            step ->
                texts(step)
                    // The body of a part is one of a list, of which nothing is known.
                    .map(text -> isPart(step) ? text.replace("${body}", "") : text)
                    .flatMap(text -> unbounded(site, text, new HashSet<>()).stream())
                    .findFirst()
                    .ifPresent(what -> add(step, what, findings)));
  }

  private static boolean isPart(Step step) {
    return step.ancestors().stream().anyMatch(each -> each.kind().equals("split"));
  }

  /** The texts that name a metric or its tags. */
  private static Stream<String> texts(Step step) {
    Call call = step.call();
    if (call != null && call.scheme().equals("micrometer")) {
      return Stream.concat(
          Stream.of(call.path()),
          call.options().entrySet().stream()
              .filter(option -> option.getKey().matches("tags(\\..*)?|metricsName"))
              .map(option -> option.getValue()));
    }
    return EventInEndpointRule.headers(step).stream()
        .filter(header -> HEADERS.contains(String.valueOf(header.text("name"))))
        .flatMap(MetricTagRule::values);
  }

  private static Stream<String> values(YamlNode assignment) {
    return Expressions.of(assignment).stream()
        .map(
            each ->
                each.language().equals("variable")
                    ? "${variable." + each.text().text() + "}"
                    : String.valueOf(each.text().text()));
  }

  /** A function of the text that has another value for each event; empty without one. */
  private static Optional<String> unbounded(Site site, String text, Set<String> seen) {
    for (Reference reference : Reference.in(text)) {
      boolean isOfRequest =
          reference.kind() == Reference.Kind.HEADER
              && OF_REQUESTS.contains(reference.name().toLowerCase(Locale.ROOT));
      if (isOfRequest
          || (reference.kind() == Reference.Kind.VARIABLE && isMany(site, reference, seen))) {
        return Optional.of(reference.text());
      }
    }
    return SimpleText.functions(text).stream()
        .map(function -> function.content().strip())
        .filter(content -> ONE_OF_MANY.matcher(content).matches())
        .map(content -> "${" + content + "}")
        .findFirst();
  }

  private static boolean isMany(Site site, Reference reference, Set<String> seen) {
    String name = reference.name();
    if (name.equals("data")) {
      return !isCode(reference.path());
    }
    return VARIABLES.contains(name)
        || (seen.add(name)
            && site.routes()
                .flatMap(Route::allSteps)
                .filter(step -> step.kind().startsWith("setVariable"))
                .flatMap(Changing::assignments)
                .filter(each -> name.equals(each.text("name")))
                .flatMap(MetricTagRule::values)
                .anyMatch(value -> unbounded(site, value, seen).isPresent()));
  }

  private static boolean isCode(List<Access> path) {
    List<String> fields = path.stream().filter(Access::isField).map(Access::name).toList();
    return fields.contains("currency")
        || (!fields.isEmpty() && CODES.contains(fields.get(fields.size() - 1)));
  }

  private static void add(Step step, String what, Findings findings) {
    findings.add(
        UNBOUNDED_METRIC,
        step.place(),
        step.where(),
        what
            + " has another value for each event, so that the metrics grow until the memory is full,"
            + " and show ids to all who read them",
        "take a value of a few, such as ${variable.eventLabel}, and log the id");
  }
}
