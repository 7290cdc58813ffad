package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.HEADER_REMOVED;
import static io.m2mbridge.check.finding.FindingKind.PERSONAL_DATA_IN_LOG;
import static io.m2mbridge.check.finding.FindingKind.UNVERIFIED_SERVER;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Options of a call by HTTP, at the endpoint or for all, that give the data or the credentials to
 * others (the server may be any, or the log has all of it), or that leave its headers out.
 */
final class HttpOptionRule implements Rule {
  private static final List<String> SETTINGS =
      List.of(
          "camel.ssl.trustAllCertificates",
          "camel.component.http.x509HostnameVerifier",
          "camel.component.https.x509HostnameVerifier",
          "camel.component.http.skipRequestHeaders",
          "camel.component.https.skipRequestHeaders",
          "camel.component.http.logHttpActivity",
          "camel.component.https.logHttpActivity");

  private record Mistake(FindingKind kind, String problem, String advice) {
    static @Nullable Mistake of(String option, String value, String written) {
      return switch (option) {
        case "x509HostnameVerifier", "hostnameVerifier" ->
            value.matches("(?i).*(noop|allow_?all|trust_?all).*") ? anyServer(written) : null;
        case "trustAllCertificates" -> value.equals("true") ? anyServer(written) : null;
        case "skipRequestHeaders" -> value.equals("true") ? withoutHeaders(written) : null;
        case "logHttpActivity" -> value.equals("true") ? logged(written) : null;
        default -> null;
      };
    }

    void add(Place place, @Nullable String where, Findings findings) {
      findings.add(kind, place, where, problem, advice);
    }

    private static Mistake anyServer(String written) {
      return new Mistake(
          UNVERIFIED_SERVER,
          written
              + " takes the certificate of any server, so that another one can get the events and"
              + " the credentials",
          "remove it, and trust the server's authority by sslContextParameters");
    }

    private static Mistake withoutHeaders(String written) {
      return new Mistake(
          HEADER_REMOVED,
          written + " sends none of the headers that steps set, also no Content-Type",
          "remove it; a step removeHeaders before the call leaves out single ones");
    }

    private static Mistake logged(String written) {
      return new Mistake(
          PERSONAL_DATA_IN_LOG,
          written + " writes requests and answers into the log, with personal data and credentials",
          "remove it");
    }
  }

  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(step -> call(site, step, findings));
    for (String setting : SETTINGS) {
      String value = site.setting().apply(setting).orElse("").strip();
      Mistake mistake =
          Mistake.of(setting.replaceFirst(".*\\.", ""), value, setting + " = " + value);
      if (mistake != null) {
        mistake.add(Place.of("application.properties"), null, findings);
      }
    }
  }

  private static void call(Site site, Step step, Findings findings) {
    Call call = SiteRoutes.of(site).call(step);
    if (call == null) {
      return;
    }
    call.options().entrySet().stream()
        .map(
            each ->
                Mistake.of(each.getKey(), each.getValue(), each.getKey() + "=" + each.getValue()))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(mistake -> mistake.add(step.place(), step.where(), findings));
  }
}
