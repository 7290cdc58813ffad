package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_REDELIVERY;
import static io.m2mbridge.check.finding.FindingKind.RUNS_FOR_DUPLICATES;
import static io.m2mbridge.check.finding.FindingKind.STORE_ORDER;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The repository that stores a webhook is the one that says whether it is new. */
final class RepositoryRule implements Rule {
  private static final String RIGHT = "deliveries-{{m2m.deliveries.repository}}";

  private static final Pattern DELETES =
      Pattern.compile(
          "(?i)\\b(delete\\s+from|truncate(\\s+table)?)\\s+(\\w+\\.)?m2m_deliveries\\b");

  private static final Pattern CHANGES_STATE =
      Pattern.compile("(?is)\\bupdate\\s+(\\w+\\.)?m2m_deliveries\\b.*\\bset\\b.*\\bstate\\s*=");

  /** The repositories of the bridge. A site's own one may be meant. */
  private static final Set<String> KNOWN = Set.of("deliveries-jdbc", "deliveries-caffeine");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> step.kind().equals("idempotentConsumer") && !step.isDisabled())
        .forEach(
            step -> check(site, step.value().get("idempotentRepository"), step.where(), findings));
    site.routes()
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .filter(step -> !step.isDisabled())
        .forEach(step -> keys(site, step, findings));
    site.files().stream()
        .flatMap(file -> file.documents().stream())
        .flatMap(document -> document.items().stream())
        .map(item -> item.get("beans"))
        .filter(beans -> beans != null)
        .flatMap(beans -> beans.items().stream())
        .filter(bean -> Webhook.STORE.contains(String.valueOf(bean.text("name"))))
        .forEach(bean -> constructor(site, bean, findings));
  }

  /** The rows of webhooks hold the keys by which later copies are recognized. */
  private static void keys(Site site, Step step, Findings findings) {
    Call call = step.call();
    if (call == null || !call.scheme().equals("sql")) {
      return;
    }
    boolean changesState =
        Stream.concat(Stream.of(call.path()), call.options().values().stream())
            .anyMatch(text -> CHANGES_STATE.matcher(text).find());
    if (changesState) {
      findings.add(
          ENDLESS_REDELIVERY,
          step.place(),
          step.where(),
          "the statement changes the state of stored events, so that one that fails is run again"
              + " without end, and no replay is recorded",
          "replay events by the command replay, or on the console");
    }
    String query = new Placeholders(site).replace(call.path());
    String sql = query.startsWith("classpath:") ? "" : site.resource().apply(query).orElse(query);
    if (DELETES.matcher(sql).find()) {
      findings.add(
          RUNS_FOR_DUPLICATES,
          step.place(),
          step.where(),
          "the statement deletes the keys of webhooks, so that a later copy of one runs again",
          "erase payloads alone, by m2m.retention.payload");
    }
  }

  private static void constructor(Site site, YamlNode bean, Findings findings) {
    YamlNode constructors = bean.get("constructors");
    if (constructors != null) {
      check(site, constructors.get("0"), bean.text("name"), findings);
    }
  }

  private static void check(
      Site site, @Nullable YamlNode named, @Nullable String where, Findings findings) {
    String text = named == null ? null : named.text();
    if (named == null || text == null) {
      return;
    }
    Placeholders placeholders = new Placeholders(site);
    String name = placeholders.replace(text).strip().replaceFirst("^#(bean:)?", "");
    String right = placeholders.replace(RIGHT);
    if (KNOWN.contains(name) && KNOWN.contains(right) && !name.equals(right)) {
      findings.add(
          STORE_ORDER,
          named.place(),
          where,
          "the repository is "
              + name
              + ", and the webhooks of this bridge are in "
              + right
              + ", so that duplicates aren't recognized",
          "write " + (text.startsWith("#") ? "\"#bean:" : "\"") + RIGHT + "\"");
    }
  }
}
