package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.API_KEY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyClientRuleTest {
  private static final String CLIENT = "httpClientConfigurer: \"#bean:api-client\"";
  private static final String URI = "uri: \"{{m2m.api.base-url}}\"";

  private static EditedSite edit(String before, String after) {
    return new EditedSite().edit("reply-call", before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uri: https://api.m2m.leapfinancial.com",
        "uri: http://proxy.internal/m2m",
        "uri: \"https:{{site.host}}\"",
        "uri: kafka:replies"
      })
  void findsAnotherAddress(String uri) {
    Found.only(edit(URI, uri).set("site.host", "a.internal"), API_KEY, "reply-call/put-reply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslContextParameters: \"#ssl\"",
        "httpClientConfigurer: \"#bean:site-client\"",
        "socketTimeout: 1000"
      })
  void findsAnotherClient(String option) {
    Found.only(edit(CLIENT, option), API_KEY, "reply-call/put-reply");
  }

  @Test
  void allowsOtherForms() {
    Found.nothing(edit(CLIENT, "httpClientConfigurer: \"#api-client\""));
    Found.nothing(
        edit(CLIENT, "httpClientConfigurer: \"#ours\"")
            .with(
                "ours", "- beans:\n    - name: ours\n      type: io.m2mbridge.reply.ApiClient\n"));
    Found.nothing(edit(URI, "uri: \"{{m2m.api.base-url}}?connectionsPerRoute=50\""));
  }
}
