package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNVERIFIED_SERVER;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A call whose server may be any: its certificate, or the name in it, isn't looked at. */
final class UnverifiedServerRule implements Rule {
  private static final List<String> SETTINGS =
      List.of(
          "camel.ssl.trustAllCertificates",
          "camel.component.http.x509HostnameVerifier",
          "camel.component.https.x509HostnameVerifier");

  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(step -> call(site, step, findings));
    for (String setting : SETTINGS) {
      String value = site.setting().apply(setting).orElse("");
      if (isOff(Map.entry(setting.replaceFirst(".*\\.", ""), value))) {
        findings.add(
            UNVERIFIED_SERVER,
            Place.of("application.properties"),
            null,
            sentence(setting + " = " + value),
            "remove the setting, and trust the server's authority by sslContextParameters");
      }
    }
  }

  private static void call(Site site, Step step, Findings findings) {
    Call call = SiteRoutes.of(site).call(step);
    if (call == null) {
      return;
    }
    call.options().entrySet().stream()
        .filter(UnverifiedServerRule::isOff)
        .findFirst()
        .ifPresent(
            option ->
                findings.add(
                    UNVERIFIED_SERVER,
                    step.place(),
                    step.where(),
                    sentence(option.getKey() + "=" + option.getValue()),
                    "remove the option, and trust the server's authority by sslContextParameters"));
  }

  private static boolean isOff(Map.Entry<String, String> option) {
    return switch (option.getKey()) {
      case "x509HostnameVerifier", "hostnameVerifier" ->
          option.getValue().matches("(?i).*(noop|allow_?all|trust_?all).*");
      case "trustAllCertificates" -> option.getValue().equals("true");
      default -> false;
    };
  }

  private static String sentence(String option) {
    return option
        + " takes the certificate of any server, so that another one can get the events and the"
        + " credentials";
  }
}
