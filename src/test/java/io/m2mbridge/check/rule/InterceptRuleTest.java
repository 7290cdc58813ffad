package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterceptRuleTest {
  private static EditedSite configuration(String interceptor) {
    return new EditedSite()
        .with("ours", "- routeConfiguration:\n    id: ours\n" + interceptor.indent(4))
        .edit(
            "event-operation-created",
            "routeConfigurationId: settle",
            "routeConfigurationId: ours");
  }

  private static EditedSite top(String interceptor) {
    String event = new EditedSite().text("event-operation-created");
    return new EditedSite().replace("event-operation-created", interceptor + event);
  }

  private static String skip(String uri, String more) {
    return "interceptSendToEndpoint:\n  - interceptSendToEndpoint:\n      uri: \""
        + uri
        + "\"\n      skipSendToOriginalEndpoint: \"true\"\n      steps:\n        - log: m\n"
        + more.indent(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "direct:event-forward",
        "direct:event-*",
        "direct://event-forward",
        "sql*",
        "direct:reply-put"
      })
  void findsASkippedCall(String uri) {
    Found.only("unreachable-step", configuration(skip(uri, "")));
  }

  @Test
  void findsItAtTheTopOfAFile() {
    String skips = "    skipSendToOriginalEndpoint: true\n    steps:\n      - log: m\n";
    Found.only(
        "unreachable-step",
        top("- interceptSendToEndpoint:\n    uri: direct:event-forward\n" + skips));
    Found.only(
        "unreachable-step",
        top(
            "- intercept-send-to-endpoint:\n    uri: direct:event-forward\n    steps:\n      - stop\n"));
    Found.only("unreachable-step", top("- intercept:\n    steps:\n      - stop: {}\n"));
    Found.only(
        "unreachable-step",
        top("- interceptFrom:\n    uri: direct*\n    steps:\n      - stop: {}\n"));
    Found.only("unreachable-step", top("- interceptFrom:\n    steps:\n      - stop: {}\n"));
  }

  @Test
  void findsAStopInAConfiguration() {
    Found.only(
        "unreachable-step",
        configuration("intercept:\n  - intercept:\n      steps:\n        - stop: {}\n"));
    Found.only(
        "unreachable-step",
        configuration(
            skip("direct:event-forward", "onWhen: {simple: \"${variable.attempt} > 1\"}")));
  }

  @Test
  void allowsWhatIsForSomeEvents() {
    Found.nothing(
        configuration(
            skip("direct:event-forward", "onWhen: {simple: \"${variable.linkId} == 'test'\"}")));
    Found.nothing(top("- interceptFrom:\n    uri: direct:others\n    steps:\n      - stop: {}\n"));
    Found.nothing(
        top(
            "- intercept:\n    steps:\n      - filter: {simple: \"${variable.linkId} == 'test'\", steps: [{stop: {}}]}\n"));
  }

  @Test
  void allowsWhatReplacesTheCall() {
    Found.nothing(
        configuration(skip("direct:event-forward", "afterUri: \"http://bus.internal/x\"")));
    Found.nothing(
        configuration(
            skip("direct:event-forward", "").replace("- log: m", "- to: \"kafka:events\"")));
  }

  @Test
  void allowsWhatOnlyLooks() {
    Found.nothing(configuration(skip("direct:event-forward", "").replace("\"true\"", "\"false\"")));
    Found.nothing(configuration(skip("http://nobody.internal/*", "")));
    Found.nothing(configuration(skip("direct:event-forward", "disabled: true")));
  }
}
