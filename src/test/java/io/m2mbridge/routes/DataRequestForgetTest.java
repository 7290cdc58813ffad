package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.M2mApi;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DataRequestForgetTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @Test
  void leavesNothingOfTheUserInWhatIsForwarded() {
    assertForgets("plain");
  }

  @Test
  void leavesNothingOfThePrefetchedUserEither() {
    requests.knows("ahead");
    String link =
        io.m2mbridge.testkit.Event.of("link.created")
            .withText("data.linkId", "link_ahead")
            .withText("data.referenceId", DataRequests.user("ahead"))
            .toString();
    requests.bridge().send(link);
    requests.bridge().await("link.created:link_ahead", "done");
    requests.send(requests.event("ahead")).await("ahead", "done");
    assertNothingOfTheUser("ahead");
  }

  @Test
  void leavesNothingOfAFailedReply() {
    requests.answers("failed", M2mApi.cut(), M2mApi.json(404, "{\"code\":\"X\"}"));
    assertForgets("failed");
  }

  private static void assertForgets(String id) {
    requests.ask(id).await(id, "done");
    assertNothingOfTheUser(id);
  }

  private static void assertNothingOfTheUser(String id) {
    Exchange forwarded =
        requests.mock("forward").getReceivedExchanges().stream()
            .filter(e -> DataRequests.key(id).equals(e.getMessage().getHeader("m2mEventKey")))
            .findFirst()
            .orElseThrow();
    Map<String, Object> all = new TreeMap<>(forwarded.getVariables());
    all.putAll(forwarded.getMessage().getHeaders());
    forwarded.getProperties().forEach((name, value) -> all.put("property " + name, value));
    StringBuilder text = new StringBuilder();
    all.forEach(
        (name, value) ->
            text.append(name)
                .append('=')
                .append(value instanceof byte[] bytes ? new String(bytes) : value)
                .append('\n'));
    for (String value : new String[] {"Carlos", "Lopez", "GALO900515", "1990-05-15"}) {
      assertFalse(text.toString().contains(value), text::toString);
    }
    for (String name :
        new String[] {"userData", "prefetched", "reply", "retryUntil", "retryAfter"}) {
      assertNull(forwarded.getVariable(name), name);
    }
  }
}
