package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.WEBHOOK_STATUS;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The endpoint of the webhooks accepts M2M's requests: POST with JSON. */
final class WebhookInputRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    Route route = routes.route(Spine.WEBHOOK_RECEIVE);
    Step from = route == null ? null : route.from();
    Call call = from == null ? null : routes.call(from);
    String problem = call == null ? null : problem(call);
    if (from != null && problem != null) {
      findings.add(WEBHOOK_STATUS, from.place(), from.route().name(), problem, "remove the option");
    }
  }

  private static @Nullable String problem(Call call) {
    String methods = call.options().getOrDefault("httpMethodRestrict", "POST");
    String types = call.options().getOrDefault("consumes", "*/*").toLowerCase(Locale.ROOT);
    if (!methods.toUpperCase(Locale.ROOT).matches("(.*[\\s,])?POST([\\s,].*)?")) {
      return "httpMethodRestrict: " + methods + " refuses M2M's webhooks, which are sent by POST";
    }
    return types.matches(".*(\\*/\\*|application/(\\*|json)).*")
        ? null
        : "consumes: " + types + " refuses M2M's webhooks, which are JSON";
  }
}
