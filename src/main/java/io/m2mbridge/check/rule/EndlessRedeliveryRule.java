package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_REDELIVERY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.FailureHandlers.Handler;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Redelivery within a route holds a worker, of which all events have a few. */
final class EndlessRedeliveryRule implements Rule {
  /** The route whose redelivery ends with the deadline of its data request. */
  private static final String BOUNDED = "reply-send";

  /** Ten minutes. The back-off between attempts holds no worker and waits as long. */
  private static final double LONGEST_MILLIS = 600_000;

  private static final double MOST = 1000;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}");
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  @Override
  public void check(Site site, Findings findings) {
    for (Route route : EventWays.all(site)) {
      if (!BOUNDED.equals(route.id())) {
        FailureHandlers.of(site, route).forEach(handler -> check(site, route, handler, findings));
      }
    }
  }

  private static void check(Site site, Route route, Handler handler, Findings findings) {
    YamlNode policy = handler.node().get("redeliveryPolicy");
    YamlNode most = policy == null ? null : policy.get("maximumRedeliveries");
    String condition = Values.constant(handler.node().get("retryWhile"));
    if (condition != null && condition.strip().equals("true")) {
      add(route, handler, handler.node(), "retryWhile is always true", findings);
    } else if (policy != null && most != null) {
      Optional<Double> times = number(site, most);
      if (times.isPresent() && isEndless(site, policy, times.get())) {
        String value = String.valueOf(most.text());
        add(route, handler, most, "maximumRedeliveries: " + value, findings);
      }
    }
  }

  private static boolean isEndless(Site site, YamlNode policy, double times) {
    return times < 0 || times >= MOST || millis(site, policy, times) > LONGEST_MILLIS;
  }

  private static double millis(Site site, YamlNode policy, double times) {
    double delay = number(site, policy.get("redeliveryDelay")).orElse(1000.0);
    double longest = number(site, policy.get("maximumRedeliveryDelay")).orElse(60_000.0);
    boolean grows = "true".equals(policy.text("useExponentialBackOff"));
    double factor = grows ? number(site, policy.get("backOffMultiplier")).orElse(2.0) : 1;
    double all = 0;
    for (int i = 0; i < times; i++) {
      all += longest > 0 ? Math.min(delay, longest) : delay;
      delay *= factor;
    }
    return all;
  }

  private static Optional<Double> number(Site site, @Nullable YamlNode node) {
    String text = node == null ? null : node.text();
    String value = text == null ? "" : new Placeholders(site).resolve(text).orElse("").strip();
    if (NUMBER.matcher(value).matches()) {
      return Optional.of(Double.valueOf(value));
    }
    Matcher duration = DURATION.matcher(value);
    if (value.isEmpty() || !duration.matches()) {
      return Optional.empty();
    }
    double[] units = {3_600_000, 60_000, 1000, 1};
    double millis = 0;
    for (int i = 0; i < units.length; i++) {
      String count = duration.group(i + 1);
      millis += count == null ? 0 : Double.parseDouble(count) * units[i];
    }
    return Optional.of(millis);
  }

  private static void add(
      Route route, Handler handler, YamlNode node, String what, Findings findings) {
    findings.add(
        ENDLESS_REDELIVERY,
        node.place(),
        handler.owner(),
        what
            + " holds a worker for as long as a call of the route "
            + route.name()
            + " fails, and other events wait for it",
        "write a few redeliveries within seconds; after them the event is tried again with"
            + " m2m.dispatch.back-off");
  }
}
