package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckDataRequestTest {
  private static final Instant NOW = Instant.parse("2026-01-26T14:30:00Z");

  private final CheckDataRequest check =
      new CheckDataRequest("https://api.example", Clock.fixed(NOW, ZoneOffset.UTC));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final Map<String, Object> data = new HashMap<>();
  private final Map<String, Object> request = new HashMap<>();

  @BeforeEach
  void anOpenOne() {
    data.put("dataRequestId", "dr_1");
    data.put("replyEndpoint", "https://api.example/partner/data-requests/dr_1");
    request.put("state", "pending");
    request.put("ended", false);
    request.put("millis_left", 60_000L);
    exchange.setVariable("data", data);
    exchange.setVariable("request", request);
  }

  @Test
  void opensWhatIsPending() {
    check.process(exchange);
    assertEquals("open", exchange.getVariable("requestVerdict"));
    assertEquals("/partner/data-requests/dr_1", exchange.getVariable("replyPath"));
    assertEquals(NOW.plusSeconds(60), exchange.getVariable("retryUntil"));
  }

  @Test
  void opensWhatFailedBeforeItsDeliveryWasReplayed() {
    request.put("state", "failed");
    check.process(exchange);
    assertEquals("open", exchange.getVariable("requestVerdict"));
  }

  @Test
  void leavesWhatHasEnded() {
    request.put("state", "fulfilled");
    request.put("ended", true);
    request.put("millis_left", -1L);
    data.put("replyEndpoint", "https://evil.example/partner/data-requests/dr_1");
    check.process(exchange);
    assertEquals("ended", exchange.getVariable("requestVerdict"));
  }

  @Test
  void rejectsAForeignEndpoint() {
    data.put("replyEndpoint", "https://evil.example/partner/data-requests/dr_1");
    check.process(exchange);
    assertEquals("rejected", exchange.getVariable("requestVerdict"));
  }

  @Test
  void rejectsTheEndpointOfAnotherRequest() {
    data.put("replyEndpoint", "https://api.example/partner/data-requests/dr_2");
    check.process(exchange);
    assertEquals("rejected", exchange.getVariable("requestVerdict"));
  }

  @Test
  void rejectsAForeignEndpointEvenWhenItIsLate() {
    data.put("replyEndpoint", "https://evil.example/partner/data-requests/dr_1");
    request.put("millis_left", -1L);
    check.process(exchange);
    assertEquals("rejected", exchange.getVariable("requestVerdict"));
  }

  @Test
  void endsAtTheDeadlineItself() {
    request.put("millis_left", 0L);
    check.process(exchange);
    assertEquals("expired", exchange.getVariable("requestVerdict"));
  }

  @Test
  void leavesTheVerdictWhereOlderRoutesReadIt() {
    check.process(exchange);
    assertEquals("open", exchange.getVariable("requestState"));
  }

  @Test
  void refusesABaseUrlThatIsNone() {
    assertThrows(
        IllegalArgumentException.class, () -> new CheckDataRequest("nowhere", Clock.systemUTC()));
  }
}
