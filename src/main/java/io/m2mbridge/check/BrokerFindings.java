package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JMS endpoint takes its connections from a bean, without which each message fails. */
final class BrokerFindings {
  private static final String FACTORY = "connectionfactory";

  private final Settings settings;
  private final Site site;
  private final Findings findings;

  BrokerFindings(Settings settings, Site site, Findings findings) {
    this.settings = settings;
    this.site = site;
    this.findings = findings;
  }

  /** Adds one finding for the first endpoint: one bean serves all. */
  void add() {
    if (!hasFactory()) {
      site.routes()
          .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
          .filter(step -> !step.isDisabled() && usesJms(step.call()))
          .findFirst()
          .ifPresent(this::add);
    }
  }

  private boolean usesJms(@Nullable Call call) {
    Call endpoint = call == null ? null : call.resolved(new Placeholders(site)::replace);
    return endpoint != null
        && endpoint.scheme().equals("jms")
        && endpoint.options().keySet().stream().noneMatch(BrokerFindings::namesFactory);
  }

  private static boolean namesFactory(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[-_]", "").contains(FACTORY);
  }

  /** Whether a file or the environment names one: as a class, or as an option of the component. */
  private boolean hasFactory() {
    return SettingsComponent.filesOf(settings.context()).stream()
            .flatMap(file -> file.entries().stream())
            .anyMatch(BrokerFindings::namesFactory)
        || site.files().stream().anyMatch(file -> namesFactory(file.text()))
        || System.getenv().keySet().stream().anyMatch(BrokerFindings::namesFactory);
  }

  private static boolean namesFactory(PropertiesFile.Entry entry) {
    return namesFactory(entry.key()) || namesFactory(entry.value());
  }

  private void add(Step step) {
    Call call = step.call();
    @Nullable String setting = call == null ? null : new Placeholders(site).source(call.uri());
    Route route = step.route();
    findings.add(
        FindingKind.UNKNOWN_BEAN,
        setting == null ? step.place() : Place.of("application.properties"),
        setting == null ? step.where() : null,
        (setting == null
                ? "the endpoint jms of the route " + route.name()
                : "the setting " + setting)
            + " has no bean with a ConnectionFactory, so that each message fails",
        "add one with its settings camel.beans, as docs/brokers.md does");
  }
}
