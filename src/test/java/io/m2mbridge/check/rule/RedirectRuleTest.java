package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectRuleTest {
  private static EditedSite with(String yaml) {
    return OwnStep.of(yaml).set("site.redirected", "http://a.internal?followRedirects=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {id: own, uri: \"http://a.internal?followRedirects=true\"}",
        "- to: {id: own, uri: https, parameters: {httpUri: a.internal, followRedirects: true}}",
        "- to: {id: own, uri: \"http://a.internal\", parameters: {followRedirects: \"true\"}}",
        "- toD: {id: own, uri: \"http://a.internal/${variable.linkId}?followRedirects=true\"}",
        "- to: {id: own, uri: \"http://a.internal?httpMethod=PUT&followRedirects=true\"}",
        "- wireTap: {id: own, uri: \"http://a.internal?followRedirects=true\"}"
      })
  void findsACallThatFollowsRedirects(String yaml) {
    Found.only(with(yaml), SWALLOWED_FAILURE, "event-operation-created/own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.forward.default", "m2m.unknown.forward", "m2m.notify.endpoint"})
  void findsItInASettingOnce(String key) {
    Found.only(
        new EditedSite().set(key, "http://a.internal?followRedirects=true"),
        SWALLOWED_FAILURE,
        null);
  }

  @Test
  void findsItInASettingOfTheSite() {
    Found.only(with("- to: \"{{site.redirected}}\""), SWALLOWED_FAILURE, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"followRedirects", "follow-redirects"})
  void findsItForAllCalls(String option) {
    EditedSite site = new EditedSite().set("camel.component.http." + option, "true");
    Found.nothing(site);
    Found.only(site.set("m2m.forward.default", "http://a.internal/"), SWALLOWED_FAILURE, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"http://a.internal\"",
        "- to: \"http://a.internal?followRedirects=false\"",
        "- to: \"http://a.internal?httpMethod=GET&followRedirects=true\"",
        "- setHeader: {name: CamelHttpMethod, constant: GET}\n"
            + "- to: \"http://a.internal?followRedirects=true\"",
        "- to: {uri: \"http://a.internal?followRedirects=true\", disabled: true}"
      })
  void allowsACallThatSendsNothingOrFollowsNone(String yaml) {
    OwnStep.isRight(yaml);
  }

  @Test
  void allowsItOutsideOfEvents() {
    Found.nothing(
        new EditedSite()
            .with(
                "ours",
                "- from:\n    uri: timer:ours\n    steps:\n"
                    + "      - to: http://a.internal?followRedirects=true\n"));
  }
}
