package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A redirect that is followed turns a POST into a GET, which carries no body. */
final class RedirectRule implements Rule {
  private static final String OPTION = "followRedirects";
  private static final Set<String> HTTP = Set.of("http", "https");
  private static final Place SETTINGS = Place.of("application.properties");
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

  @Override
  public void check(Site site, Findings findings) {
    Set<String> told = new HashSet<>();
    Stream<Step> notices =
        site.routes()
            .filter(route -> String.valueOf(route.id()).matches("notify|notify-trouble"))
            .flatMap(Route::allSteps)
            .filter(step -> !step.isDisabled());
    Stream.concat(EventWays.steps(site), notices)
        .forEach(step -> check(site, step, told, findings));
  }

  private static void check(Site site, Step step, Set<String> told, Findings findings) {
    Call written = step.call();
    Call call = SiteRoutes.of(site).call(step);
    if (written == null || call == null || !HTTP.contains(call.scheme()) || isRead(step, call)) {
      return;
    }
    String own = call.options().get(OPTION);
    if (own == null) {
      String component = component(site, call.scheme());
      if (component != null && told.add(component)) {
        add(SETTINGS, null, component + "=true", findings);
      }
    } else if (own.strip().equalsIgnoreCase("true")) {
      @Nullable String setting = new Placeholders(site).source(written.uri());
      if (setting == null) {
        add(step.place(), step.where(), OPTION + "=true", findings);
      } else if (told.add(setting)) {
        add(SETTINGS, null, OPTION + "=true in the setting " + setting, findings);
      }
    }
  }

  private static boolean isRead(Step step, Call call) {
    return WITHOUT_BODY.contains(call.options().getOrDefault("httpMethod", "").strip())
        || Work.isGet(step);
  }

  /** The setting by which all calls of a component follow redirects; null if they don't. */
  private static @Nullable String component(Site site, String scheme) {
    return List.of(OPTION, "follow-redirects").stream()
        .map(option -> "camel.component." + scheme + "." + option)
        .filter(key -> site.setting().apply(key).orElse("").strip().equalsIgnoreCase("true"))
        .findFirst()
        .orElse(null);
  }

  private static void add(Place place, @Nullable String where, String what, Findings findings) {
    findings.add(
        SWALLOWED_FAILURE,
        place,
        where,
        what
            + " follows a redirect to another address by GET without the body, so that what is sent"
            + " is lost and counts as sent",
        "remove " + OPTION + ", and write the address that the redirect names");
  }
}
