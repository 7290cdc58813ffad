package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EVERY_COLUMN;
import static io.m2mbridge.check.finding.FindingKind.USER_DATA_QUERY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Expressions.Expression;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.reply.UserDataColumns;
import io.m2mbridge.reply.UserDataQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The query of the user data, as far as its text shows a mistake. A look-up of the site's own isn't
 * checked.
 */
final class UserDataQueryRule implements Rule {
  private static final String SETTING = "m2m.user-data.query";
  private static final String SETTING_IN_SENTENCES = SETTING + " (M2M_USER_DATA_QUERY)";
  private static final String RESOURCE = "resource:";

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .filter(route -> route.allSteps().anyMatch(UserDataQueryRule::takesHeaders))
        .findFirst()
        .ifPresent(route -> route(site, route, findings));
  }

  private static boolean takesHeaders(Step step) {
    Call call = step.call();
    return call != null
        && call.scheme().equals("jdbc")
        && "true".equals(call.options().get("useHeadersAsParameters"));
  }

  private static void route(Site site, Route route, Findings findings) {
    UserDataReference.check(site, route, findings);
    for (Step step : (Iterable<Step>) route.allSteps()::iterator) {
      for (Expression expression : Expressions.of(step)) {
        String written = String.valueOf(expression.text().text());
        if (step.kind().equals("setBody") && expression.language().equals("constant")) {
          Place place =
              written.contains(SETTING)
                  ? Place.of("application.properties")
                  : expression.text().place();
          new Placeholders(site)
              .resolveSettings(written)
              .flatMap(text -> text(site, text))
              .ifPresent(text -> query(site, step, place, text, findings));
        }
      }
    }
  }

  private static Optional<String> text(Site site, String text) {
    return text.startsWith(RESOURCE)
        ? site.resource().apply(text.substring(RESOURCE.length()))
        : Optional.of(text);
  }

  private static void query(Site site, Step step, Place place, String text, Findings findings) {
    UserDataQuery query = new UserDataQuery(text);
    List<String> mistakes = new ArrayList<>(query.mistakes(headers(site)));
    if (mistakes.isEmpty()) {
      mistakes.addAll(UserDataColumns.mistakes(query));
    }
    if (mistakes.isEmpty() && UserDataColumns.hasAll(query)) {
      findings.add(
          EVERY_COLUMN,
          place,
          place.line() == 0 ? null : step.where(),
          "the query of the user data takes every column, so that the start stops once the table or"
              + " view has one that isn't M2M's",
          "write each column with M2M's name, such as curp AS \"idNumber\"");
    }
    if (mistakes.isEmpty()) {
      return;
    }
    boolean isSetting = place.line() == 0;
    String sentence = mistakes.get(0);
    String said = isSetting ? sentence : sentence.replace(SETTING_IN_SENTENCES, "the query");
    int advice = said.indexOf(": ");
    findings.add(
        USER_DATA_QUERY,
        place,
        isSetting ? null : step.where(),
        said.substring(0, advice),
        said.substring(advice + 2).replaceFirst("\\.$", ""));
  }

  private static Set<String> headers(Site site) {
    Set<String> headers = new HashSet<>();
    site.routes()
        .flatMap(Route::allSteps)
        .forEach(
            step -> {
              String name = step.kind().equals("setHeader") ? step.value().text("name") : null;
              if (name != null) {
                headers.add(name);
              }
              YamlNode list = step.kind().equals("setHeaders") ? step.value().get("headers") : null;
              if (list != null) {
                list.items().forEach(each -> headers.add(String.valueOf(each.text("name"))));
              }
            });
    return headers;
  }
}
