package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.WEBHOOK_FAILURES;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.WebhookWalk.Visit;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that fails is answered: 4xx if it isn't M2M's or is too large, and 5xx if M2M should
 * send it again.
 */
final class WebhookFailuresRule implements Rule {
  private static final String OURS = "io.m2mbridge.";

  /** A failure that the routes of webhooks raise, and the statuses that fit it. */
  private record Failure(String name, String what, String fitting, String example) {}

  private static final List<Failure> FAILURES =
      List.of(
          new Failure(
              OURS + "webhook.SignatureException",
              "a request without M2M's signature",
              "4\\d\\d",
              "401"),
          new Failure(
              OURS + "webhook.BodyTooLargeException", "a body that is too large", "4\\d\\d", "413"),
          new Failure("java.lang.Throwable", "a webhook that wasn't stored", "5\\d\\d|429", "503"));

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    Route route = routes.route(Spine.WEBHOOK_RECEIVE);
    if (route == null || isReportedElsewhere(route, routes)) {
      return;
    }
    List<Step> handlers = handlers(route, routes);
    if (FAILURES.stream().allMatch(failure -> handler(failure, handlers) == null)) {
      YamlNode named = route.value().get("routeConfigurationId");
      findings.add(
          WEBHOOK_FAILURES,
          named == null ? route.place() : named.place(),
          route.name(),
          "a webhook that fails, and a stranger's request, is not answered as M2M expects",
          "write routeConfigurationId: answer-failure");
      return;
    }
    FAILURES.forEach(failure -> check(failure, handlers, routes, findings));
  }

  /** Whether the configuration, or a class in it, is missing, which other rules report. */
  private static boolean isReportedElsewhere(Route route, SiteRoutes routes) {
    boolean isUnknown =
        !ConfigurationNamesRule.ids(route, routes).isEmpty()
            && routes.configurations(route).isEmpty();
    boolean isMisspelt =
        handlers(route, routes).stream()
            .flatMap(handler -> Webhook.classes(handler).stream())
            .anyMatch(WebhookFailuresRule::isUnknown);
    return isUnknown || isMisspelt || routes.mayBeUnread("on-failure");
  }

  private static boolean isUnknown(String name) {
    return name.startsWith(OURS)
        && WebhookFailuresRule.class.getResource("/" + name.replace('.', '/') + ".class") == null;
  }

  /** The handlers that apply to a route: its own, and those of its configurations. */
  static List<Step> handlers(Route route, SiteRoutes routes) {
    return routes.configurations(route).stream()
        .flatMap(configuration -> routes.steps(configuration.steps()).stream())
        .filter(step -> step.kind().equals("onException"))
        .toList();
  }

  private static @Nullable Step handler(Failure failure, List<Step> handlers) {
    return handlers.stream()
        .filter(handler -> Webhook.classes(handler).contains(failure.name()))
        .findFirst()
        .orElseGet(
            () ->
                failure.name().equals("java.lang.Throwable")
                    ? handlers.stream()
                        .filter(handler -> Webhook.classes(handler).contains("java.lang.Exception"))
                        .findFirst()
                        .orElse(null)
                    : null);
  }

  private static void check(
      Failure failure, List<Step> handlers, SiteRoutes routes, Findings findings) {
    Step handler = handler(failure, handlers);
    if (handler == null) {
      findings.add(
          WEBHOOK_FAILURES,
          handlers.get(0).route().place(),
          handlers.get(0).route().name(),
          "no onException of " + failure.name() + " answers " + failure.what(),
          "put it back, with handled: true and the status " + failure.example());
      return;
    }
    YamlNode handled = handler.value().get("handled");
    if (handled == null || !isTrue(handled)) {
      findings.add(
          WEBHOOK_FAILURES,
          handled == null ? handler.place() : handled.place(),
          handler.where(),
          handler.value().get("continued") == null
              ? "the failure is not handled, so that its answer isn't sent"
              : "continued goes on with the next step of the route after the failure",
          "write handled: true, as a constant");
      return;
    }
    status(failure, handler, routes, findings);
  }

  private static boolean isTrue(YamlNode handled) {
    String text = handled.text();
    return (text == null
            ? Expressions.below(handled).stream()
                .map(each -> String.valueOf(each.text().text()))
                .findFirst()
                .orElse("")
            : text)
        .strip()
        .equals("true");
  }

  private static void status(Failure failure, Step handler, SiteRoutes routes, Findings findings) {
    WebhookWalk walk = WebhookWalk.through(handler.children(), routes);
    Webhook.Status variable = null;
    Webhook.Status header = null;
    for (Visit visit : walk.visits()) {
      for (Webhook.Status status : Webhook.statuses(visit.step(), routes)) {
        header = status.isHeader() ? status : header;
        variable = status.isHeader() ? variable : status;
      }
    }
    Webhook.Status status = header != null && header.constant() != null ? header : variable;
    String constant = status == null ? null : status.constant();
    if (header == null || status == null) {
      findings.add(
          WEBHOOK_FAILURES,
          handler.place(),
          handler.where(),
          failure.what() + " is answered 200, because no step sets the status of the answer",
          "set the variable status to " + failure.example() + ", and call direct:webhook-answer");
    } else if (constant != null && !constant.strip().matches(failure.fitting())) {
      findings.add(
          WEBHOOK_FAILURES,
          status.node().place(),
          handler.where(),
          failure.what()
              + " is answered "
              + constant
              + (status.isSuccess() ? ", so that M2M doesn't send it again" : ""),
          "answer " + failure.example());
    }
  }
}
