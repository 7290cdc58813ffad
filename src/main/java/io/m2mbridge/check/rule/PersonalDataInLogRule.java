package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.PERSONAL_DATA_IN_LOG;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Logs and notices are read and kept by more people than may see personal data. */
final class PersonalDataInLogRule implements Rule {
  private static final Set<String> SHOW_MORE =
      Set.of("showAll", "showHeaders", "showAllProperties", "showVariables", "showProperties");

  private static final String NOTICE = "m2m.notify.endpoint";
  private static final List<String> FORWARDS =
      List.of(
          "m2m.forward.default",
          "m2m.link-created.forward",
          "m2m.link-opened.forward",
          "m2m.user-data-request.forward",
          "m2m.operation-created.forward",
          "m2m.operation-cancelled.forward",
          "m2m.unknown.forward");

  @Override
  public void check(Site site, Findings findings) {
    Bodies bodies = new Bodies(site);
    PersonalVariables variables = new PersonalVariables(site, bodies);
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(
            step -> {
              text(variables, step, findings);
              endpoint(bodies, step, findings);
            });
    site.routes()
        .forEach(
            route -> {
              trace(route, findings);
              deadLetters(site, route, findings);
            });
    settings(site, findings);
  }

  /** What an endpoint of dead letters shows of an event whose last attempt failed. */
  private static void deadLetters(Site site, Route route, Findings findings) {
    Step from = route.from();
    Call input = from == null ? null : SiteRoutes.of(site).call(from);
    Call call = input == null ? null : Call.of(input.options().getOrDefault("deadLetterUri", ""));
    if (from != null && call != null && call.scheme().equals("log") && !isOff(call)) {
      showsMore(call)
          .ifPresent(
              more ->
                  findings.add(
                      PERSONAL_DATA_IN_LOG,
                      from.place(),
                      route.name(),
                      "deadLetterUri writes what "
                          + more
                          + " shows of a dead event, with personal data, into the log",
                      "remove " + more));
    }
  }

  private static void trace(Route route, Findings findings) {
    YamlNode trace = route.value().get("trace");
    if (trace != null && "true".equals(trace.text())) {
      findings.add(
          PERSONAL_DATA_IN_LOG,
          trace.place(),
          route.name(),
          "trace: true writes the body at each step, with personal data, into the log",
          "remove it, and run send --last --trace, which masks personal data");
    }
  }

  /** A log step, or what makes the text of a notice. */
  private static void text(PersonalVariables variables, Step step, Findings findings) {
    List<Expressions.Expression> texts = new ArrayList<>();
    String what = "the log";
    if (step.kind().equals("log")) {
      YamlNode message = step.value().text() == null ? step.value().get("message") : step.value();
      if (message != null) {
        texts.add(new Expressions.Expression("simple", message));
      }
      texts.addAll(Expressions.of(step));
    } else if (step.kind().equals("throwException") && isLogged(step)) {
      YamlNode message = step.value().get("message");
      what = "the log and last_error";
      if (message != null) {
        texts.add(new Expressions.Expression("simple", message));
      }
    } else if (isNotice(step)) {
      what = "the notice";
      texts.addAll(Expressions.of(step));
    }
    for (Expressions.Expression each : texts) {
      if (variables.isIn(step, each)) {
        findings.add(
            PERSONAL_DATA_IN_LOG,
            each.text().place(),
            step.where(),
            "personal data goes into " + what,
            "write ids instead, such as ${variable.referenceId} or ${variable.eventKey}");
        return;
      }
    }
  }

  /** The bridge's own exceptions are logged with their message, others without it. */
  private static boolean isLogged(Step step) {
    return String.valueOf(step.value().text("exceptionType")).startsWith("io.m2mbridge.");
  }

  private static boolean isNotice(Step step) {
    String name = String.valueOf(step.value().text("name"));
    return (step.kind().equals("setBody") && step.route().is("notify"))
        || (step.kind().equals("setVariable") && Set.of("notice", "noticeCause").contains(name));
  }

  private static void endpoint(Bodies bodies, Step step, Findings findings) {
    Call call = step.call();
    if (call == null || !call.scheme().equals("log") || isOff(call)) {
      return;
    }
    boolean showsBody = !"false".equals(call.options().get("showBody")) && bodies.isPersonal(step);
    Optional<String> more = showsMore(call);
    if (showsBody || more.isPresent()) {
      findings.add(
          PERSONAL_DATA_IN_LOG,
          call.node().place(),
          step.where(),
          "the endpoint writes "
              + (more.isPresent() ? "what " + more.get() + " shows" : "the body")
              + ", with personal data, into the log",
          more.isPresent()
              ? "remove " + more.get()
              : "use a log step whose message has ids, or set showBody=false");
    }
  }

  private static boolean isOff(Call call) {
    return "OFF".equalsIgnoreCase(call.options().get("level"));
  }

  private static Optional<String> showsMore(Call call) {
    return call.options().entrySet().stream()
        .filter(option -> SHOW_MORE.contains(option.getKey()) && option.getValue().equals("true"))
        .map(option -> option.getKey())
        .findFirst();
  }

  private static void settings(Site site, Findings findings) {
    Placeholders placeholders = new Placeholders(site);
    String common = site.setting().apply(FORWARDS.get(0)).orElse("");
    List<String> all = new ArrayList<>(FORWARDS);
    all.add(NOTICE);
    for (String name : all) {
      String value = site.setting().apply(name).orElse("");
      // The setting that another one repeats is told once.
      if (!value.contains("{{" + FORWARDS.get(0)) && !(value.equals(common) && isOther(name))) {
        setting(name, placeholders.replace(value), findings);
      }
    }
  }

  private static boolean isOther(String name) {
    return !name.equals(FORWARDS.get(0)) && !name.equals(NOTICE);
  }

  private static void setting(String name, String value, Findings findings) {
    Call call = Call.of(value);
    if (!call.scheme().equals("log") || isOff(call)) {
      return;
    }
    Optional<String> more = showsMore(call);
    boolean showsBody = !name.equals(NOTICE) && !"false".equals(call.options().get("showBody"));
    if (more.isPresent() || showsBody) {
      findings.add(
          PERSONAL_DATA_IN_LOG,
          Place.of("application.properties"),
          null,
          "the setting "
              + name
              + " writes "
              + (more.isPresent() ? "what " + more.get() + " shows" : "each event")
              + ", with personal data, into the log",
          more.isPresent()
              ? "remove " + more.get() + " from it"
              : "name another endpoint, or add showBody=false");
    }
  }
}
