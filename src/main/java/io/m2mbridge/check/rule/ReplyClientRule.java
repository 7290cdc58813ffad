package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.API_KEY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.reply.ApiClient;
import io.m2mbridge.settings.OlderClassNames;
import org.jspecify.annotations.Nullable;

/** A reply with personal data goes to M2M's configured origin, by the client that has the key. */
final class ReplyClientRule implements Rule {
  private static final String ROUTE = "reply-call";
  private static final String ORIGIN = "m2m.api.base-url";
  private static final String CLIENT = "httpClientConfigurer";

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled() && isForM2m(site, step))
        .forEach(step -> call(site, step, step.call(), findings));
  }

  /** Whether a step calls M2M's API: the one that sends the reply, or any by the setting. */
  private static boolean isForM2m(Site site, Step step) {
    Call call = step.call();
    return call != null
        && (call.uri().contains(ORIGIN)
            || (step.route().is(ROUTE) && OutsideCalls.scheme(site, step).isPresent()));
  }

  private static void call(Site site, Step step, @Nullable Call call, Findings findings) {
    if (call == null) {
      return;
    }
    boolean isOrigin = call.uri().startsWith("{{");
    String client = call.options().getOrDefault(CLIENT, "").replaceFirst("^#(bean:)?", "");
    if (isOrigin && isGuard(site, client)) {
      return;
    }
    findings.add(
        API_KEY,
        step.place(),
        step.where(),
        isOrigin
            ? "the call doesn't use the client that adds the API key and sends it to M2M alone, so"
                + " that M2M refuses it"
            : "the reply, with personal data, doesn't go to the address of " + ORIGIN,
        isOrigin
            ? "write " + CLIENT + ": \"#bean:api-client\""
            : "write uri: \"{{" + ORIGIN + "}}\"");
  }

  private static boolean isGuard(Site site, String bean) {
    return bean.equals("api-client")
        || Beans.in(site)
            .filter(each -> bean.equals(each.text("name")))
            .anyMatch(each -> OlderClassNames.isNameOf(ApiClient.class, each.text("type")));
  }
}
