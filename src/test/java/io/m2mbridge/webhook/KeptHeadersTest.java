package io.m2mbridge.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class KeptHeadersTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final Message message = new DefaultExchange(new DefaultCamelContext()).getMessage();

  private JsonNode kept() throws Exception {
    return JSON.readTree(KeptHeaders.json(message));
  }

  @Test
  void keepsTheHeadersOfM2MAndLeavesOutThoseOfAProxy() throws Exception {
    message.setHeader("X-M2M-Event", "link.created");
    message.setHeader("x-m2m-retry", List.of("1", "2"));
    message.setHeader("User-Agent", "M2M/1");
    message.setHeader("content-type", "application/json");
    message.setHeader("X-M2M-Signature", "sha256=0");
    message.setHeader("X-M2M-Timestamp", "1");
    message.setHeader("X-M2M-Record", new byte[] {'k', 'a', 'f', 'k', 'a'});
    message.setHeader("Cookie", "session");
    message.setHeader("Authorization", "Bearer x");
    message.setHeader("X-Forwarded-For", "192.0.2.1");
    message.setHeader("CamelHttpPath", "/webhooks/m2m");
    assertEquals(
        JSON.readTree(
            "{\"x-m2m-event\":\"link.created\",\"x-m2m-retry\":\"1, 2\",\"user-agent\":\"M2M/1\",\"content-type\":\"application/json\",\"x-m2m-record\":\"kafka\"}"),
        kept());
  }

  @Test
  void neverKeepsWhatTheDatabaseWouldRefuse() throws Exception {
    message.setHeader("X-M2M-Odd", "a\0b\ud800c\n\"é\\");
    message.setHeader("X-M2M-Long", "x".repeat(10_000));
    for (int i = 0; i < 100; i++) {
      message.setHeader("X-M2M-" + i, "x");
    }
    JsonNode kept = kept();
    assertEquals(20, kept.size());
    assertTrue(KeptHeaders.json(message).chars().allMatch(c -> c >= ' ' && c <= '~'));
    kept.forEach(value -> assertTrue(value.textValue().length() <= 500));
  }
}
