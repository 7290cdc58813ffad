package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;

class HttpOptionRuleTest {
  @Test
  void findsACallThatTakesAnyName() {
    OwnStep.finding(
        "unverified-server",
        "- to: {uri: \"https://risk.internal/score\", parameters: {httpMethod: GET,"
            + " x509HostnameVerifier: \"#class:org.apache.hc.client5.http.ssl.NoopHostnameVerifier\"}}");
  }

  @Test
  void findsASettingThatTakesAnyCertificate() {
    OwnStep.finding(
        "unverified-server", new EditedSite().set("camel.ssl.trustAllCertificates", "true"));
  }

  @Test
  void findsASettingThatLogsEachCall() {
    OwnStep.finding(
        "personal-data-in-log",
        new EditedSite().set("camel.component.http.logHttpActivity", "true"));
  }

  @Test
  void findsAForwardThatLogsEachCall() {
    OwnStep.finding(
        "personal-data-in-log",
        new EditedSite()
            .set("m2m.link-created.forward", "https://ledger.internal/x?logHttpActivity=true"));
  }

  @Test
  void findsAForwardWithoutItsHeaders() {
    OwnStep.finding(
        "header-removed",
        new EditedSite()
            .set("m2m.link-created.forward", "https://ledger.internal/x?skipRequestHeaders=true"));
  }

  @Test
  void allowsAVerifierOfTheSite() {
    OwnStep.isRight(
        "- to: {uri: \"https://risk.internal/score\", parameters: {httpMethod: GET,"
            + " x509HostnameVerifier: \"#mapper\"}}");
  }
}
