package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.settings.Settings;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** What Camel's model of the routes shows, at the step or the route that a sentence names. */
final class ModelFindings {
  /** What no rule finds without the model. */
  private static final Set<FindingKind> OF_MODEL =
      EnumSet.of(FindingKind.OLDER_ROUTE, FindingKind.OUTSIDE_ONCE, FindingKind.BODY_CHANGED);

  private static final Pattern ROUTE = Pattern.compile("[Tt]he route ([^\\s:,]+)");

  private static final Pattern STEP = Pattern.compile("^(?:The|A) step (\\S+) of the route ");

  private final Site site;
  private final Findings findings;

  ModelFindings(Site site, Findings findings) {
    this.site = site;
    this.findings = findings;
  }

  /** Adds what the model shows that no rule finds. The context of the settings gets the routes. */
  void add(Settings settings) {
    CamelContext context;
    try {
      context = RouteModel.load(site, settings);
    } catch (RuntimeException e) {
      findings.add(
          FindingKind.WRONG_TYPE,
          Place.of("routes"),
          null,
          "Camel can't read the routes, and says: " + e.getMessage(),
          "correct what it names");
      return;
    }
    Map<FindingKind, List<String>> found =
        new EnumMap<>(RoutesCheck.mistakesByKind(context, settings.usesDatabase()));
    found.keySet().retainAll(OF_MODEL);
    found.forEach((kind, sentences) -> sentences.forEach(each -> add(kind, each)));
  }

  /** Adds a sentence on a route. */
  void add(FindingKind kind, String sentence) {
    Matcher named = ROUTE.matcher(sentence);
    Route route = named.find() ? site.route(named.group(1)) : null;
    Matcher part = STEP.matcher(sentence);
    Step step =
        route == null || !part.find()
            ? null
            : route
                .allSteps()
                .filter(each -> part.group(1).equals(each.id() == null ? each.kind() : each.id()))
                .findFirst()
                .orElse(null);
    if (step != null) {
      Sentences.add(findings, kind, step.place(), step.where(), sentence);
    } else {
      Sentences.add(
          findings,
          kind,
          route == null ? Place.of("routes") : route.place(),
          route == null ? null : route.name(),
          sentence);
    }
  }
}
