package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.API_KEY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.reply.ApiClient;
import io.m2mbridge.settings.OlderClassNames;
import io.m2mbridge.webhook.WebhookSecrets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** M2M's API key belongs in the bean {@code api-client}, which sends it to M2M alone. */
final class ApiKeyRule implements Rule {
  /** The settings, and the environment variables of the same names. */
  private static final Pattern KEY =
      Pattern.compile("\\bm2m[._](api[._]key|webhook[._]secret)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern HEADER = Pattern.compile("X-API-Key", Pattern.CASE_INSENSITIVE);

  @Override
  public void check(Site site, Findings findings) {
    Set<String> told = new HashSet<>();
    for (FileValues.Value value : FileValues.of(site)) {
      if (!value.isDescription()
          && KEY.matcher(value.text()).find()
          && !isGuard(site, value)
          && told.add(value.where() + value.node().place().file())) {
        report(value.node().place(), value.where(), "M2M's API key or webhook secret", findings);
      }
    }
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .filter(step -> !told.contains(step.where() + step.place().file()))
        .forEach(step -> header(step, findings));
  }

  private static void header(Step step, Findings findings) {
    for (YamlNode header : EventInEndpointRule.headers(step)) {
      String name = String.valueOf(header.text("name"));
      List<Expressions.Expression> expressions = Expressions.of(header);
      // A site's own service may want a header of that name, with a key of its own.
      boolean isOwn =
          expressions.stream()
              .map(each -> String.valueOf(each.text().text()))
              .allMatch(text -> text.contains("{{") || SecretText.isLiteral(text));
      if (HEADER.matcher(name).matches() && !isOwn) {
        report(step.place(), step.where(), "the header X-API-Key", findings);
      }
    }
  }

  private static void report(Place place, @Nullable String where, String what, Findings findings) {
    findings.add(
        API_KEY,
        place,
        where,
        what + " leaves the bean that guards it, and may be sent to anyone",
        "remove it: the route reply-send sends replies with the key, and to M2M alone");
  }

  /** Whether it is in the bean that guards the key, or that verifies signatures by the secret. */
  private static boolean isGuard(Site site, FileValues.Value value) {
    return value.keys().get(0).equals("beans")
        && site.files().stream()
            .flatMap(file -> file.documents().stream())
            .flatMap(document -> document.items().stream())
            .map(item -> item.get("beans"))
            .filter(beans -> beans != null)
            .flatMap(beans -> beans.items().stream())
            .filter(bean -> ("the bean " + bean.text("name")).equals(value.where()))
            .map(bean -> bean.text("type"))
            .anyMatch(
                type ->
                    OlderClassNames.isNameOf(ApiClient.class, type)
                        || OlderClassNames.isNameOf(WebhookSecrets.class, type));
  }
}
