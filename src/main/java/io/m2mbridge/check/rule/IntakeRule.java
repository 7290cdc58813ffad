package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The options by which no event is lost in a Kafka in front. */
final class IntakeRule implements Rule {
  /**
   * An option.
   *
   * @param right its values that lose nothing; null among them stands for the default
   */
  private record Option(String route, String name, Set<String> right, String without) {}

  private static final String DEFAULT = "";

  private static final List<Option> ALL =
      List.of(
          new Option(
              "event-intake-kafka",
              "autoCommitEnable",
              Set.of("false"),
              "a record counts as read before its event is stored"),
          new Option(
              "event-intake-kafka",
              "allowManualCommit",
              Set.of("true"),
              "no offset is committed, and each restart reads all records again"),
          new Option(
              "event-intake-kafka",
              "breakOnFirstError",
              Set.of("true"),
              "a record whose event can't be stored is left out"),
          new Option(
              "event-intake-kafka",
              "autoOffsetReset",
              Set.of("earliest"),
              "records from before the first start are left out"),
          new Option(
              "event-intake-send",
              "requestRequiredAcks",
              Set.of("all", "-1", DEFAULT),
              "an event is answered 200 and lost with the broker that has it"));

  @Override
  public void check(Site site, Findings findings) {
    for (Option option : ALL) {
      Route route = site.route(option.route());
      if (route != null) {
        Stream.concat(Stream.ofNullable(route.from()), route.allSteps())
            .filter(step -> !step.isDisabled())
            .forEach(step -> check(site, step, option, findings));
      }
    }
  }

  private static void check(Site site, Step step, Option option, Findings findings) {
    Call call = SiteRoutes.of(site).call(step);
    if (call == null || !call.scheme().equals("kafka")) {
      return;
    }
    String value = call.options().getOrDefault(option.name(), DEFAULT).strip();
    if (!option.right().contains(value.toLowerCase(Locale.ROOT))) {
      findings.add(
          STEP_MISSING,
          call.node().place(),
          step.where(),
          (value.isEmpty()
                  ? "the option " + option.name() + " is missing"
                  : option.name() + " is " + value)
              + ", so that "
              + option.without(),
          "write "
              + option.name()
              + ": "
              + option.right().stream().max(String::compareTo).orElseThrow());
    }
  }
}
