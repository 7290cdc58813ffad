package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/** The bridge's calls out carry none of the headers that a webhook or an earlier step left. */
final class CleanHeadersRule implements Rule {
  /**
   * A step that removes them.
   *
   * @param keeps the pattern of what it keeps; null for nothing
   */
  private record Clean(String route, String step, @Nullable String keeps, String without) {}

  private static final List<Clean> ALL =
      List.of(
          new Clean(
              "event-forward",
              "start-clean",
              null,
              "headers of the webhook and of earlier steps go to your endpoint"),
          new Clean(
              "reply-call",
              "strip-headers",
              "CamelRedeliver*",
              "headers of the event and of earlier steps go to M2M"),
          new Clean(
              "notify",
              "notice-without-headers",
              null,
              "headers of the webhook and of earlier steps go to your team's endpoint"));

  /** Headers that a webhook brings, or that turn a call elsewhere. */
  private static final List<String> UNWANTED =
      List.of(
          "X-M2M-Signature",
          "X-M2M-Timestamp",
          "X-M2M-Event",
          "Authorization",
          "Cookie",
          "Host",
          "Content-Length",
          "User-Agent",
          "X-Forwarded-For",
          "X-Request-Id",
          "CamelHttpUri",
          "CamelHttpPath",
          "CamelHttpQuery",
          "CamelHttpMethod",
          "CamelFileName");

  /** A site may pass these on by their own names. */
  private static final Set<String> OF_THE_SITE =
      Set.of("Authorization", "X-Request-Id", "CamelFileName", "CamelHttpQuery");

  @Override
  public void check(Site site, Findings findings) {
    for (Clean clean : ALL) {
      Route route = site.route(clean.route());
      Optional<Step> call =
          route == null
              ? Optional.empty()
              : route.allSteps().filter(step -> isOut(site, step)).findFirst();
      if (route != null && call.isPresent()) {
        check(route, call.get(), clean, findings);
      }
    }
  }

  /** Whether it is the call out: to an endpoint of a setting, or of another system. */
  private static boolean isOut(Site site, Step step) {
    Call call = step.call();
    return call != null
        && !step.isDisabled()
        && (call.uri().startsWith("{{") || OutsideCalls.scheme(site, step).isPresent());
  }

  private static void check(Route route, Step call, Clean clean, Findings findings) {
    List<Step> removing =
        route
            .allSteps()
            .takeWhile(step -> step != call)
            .filter(step -> step.kind().equals("removeHeaders") && !step.isDisabled())
            .filter(step -> step.parent() == null || call.ancestors().contains(step.parent()))
            .toList();
    if (removing.stream().anyMatch(step -> isClean(step, clean))) {
      return;
    }
    Place place = removing.isEmpty() ? route.place() : removing.get(0).place();
    findings.add(
        STEP_MISSING,
        place,
        removing.isEmpty() ? route.name() : removing.get(0).where(),
        (removing.isEmpty()
                ? "the step " + clean.step() + " is missing before the call"
                : "the step doesn't remove all headers")
            + ", so that "
            + clean.without(),
        "write removeHeaders with pattern: \"*\""
            + (clean.keeps() == null ? "" : " and excludePattern: " + clean.keeps())
            + " before the call, as routes/"
            + clean.route()
            + ".camel.yaml of the release has it");
  }

  private static boolean isClean(Step step, Clean clean) {
    String pattern =
        step.value().text() == null ? step.value().text("pattern") : step.value().text();
    String keeps = step.value().text("excludePattern");
    return "*".equals(pattern)
        && (keeps == null
            || keeps.equals(clean.keeps())
            || UNWANTED.stream().noneMatch(header -> isKept(header, keeps)));
  }

  private static boolean isKept(String header, String pattern) {
    boolean isNamed = header.equalsIgnoreCase(pattern) && OF_THE_SITE.contains(header);
    return !isNamed && PatternHelper.matchPattern(header, pattern);
  }
}
