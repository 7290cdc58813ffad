package io.m2mbridge.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DeliveryExchangesTest {
  private static final Instant RECEIVED = Instant.parse("2026-01-26T14:30:02.5Z");

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void showsTheRouteAllThatIsKnown() throws Exception {
    String body =
        "{\"event\":\"operation.created\",\"data\":{\"operationId\":\"o\",\"referenceId\":\"r\","
            + "\"linkId\":\"l\",\"amount\":{\"send\":100.00,\"fee\":3.99,\"n\":12345678901234567890},"
            + "\"name\":\"\u00e1\u6f22\ud83d\ude00\",\"list\":[1,null,true]}}";
    ClaimedDelivery claimed = claimed(body.getBytes(UTF_8), RECEIVED);
    fill(claimed);

    assertEquals(body, exchange.getMessage().getBody());
    assertEquals("UTF-8", exchange.getProperty(ExchangePropertyKey.CHARSET_NAME));
    assertEquals("operation.created", exchange.getVariable("event"));
    assertEquals("operation.created:o", exchange.getVariable("eventKey"));
    assertEquals("operation.created", exchange.getVariable("eventLabel"));
    assertEquals("r", exchange.getVariable("referenceId"));
    assertEquals("l", exchange.getVariable("linkId"));
    assertEquals(7L, exchange.getVariable("deliveryId"));
    assertEquals(claimed.leaseToken().toString(), exchange.getVariable("leaseToken"));
    assertEquals(3, exchange.getVariable("attempt"));
    assertEquals(RECEIVED, exchange.getVariable("receivedAt"));
    assertEquals(RECEIVED, exchange.getVariable("effectsAt"));
    assertEquals("accepted", exchange.getVariable("outcome"));
    Map<?, ?> data = exchange.getVariable("data", Map.class);
    Map<?, ?> amount = (Map<?, ?>) data.get("amount");
    assertEquals(new BigDecimal("100.00"), amount.get("send"));
    assertEquals(new BigDecimal("3.99"), amount.get("fee"));
    assertEquals("12345678901234567890", amount.get("n").toString());
    assertEquals("\u00e1\u6f22\ud83d\ude00", data.get("name"));
    assertEquals(3, ((List<?>) data.get("list")).size());
  }

  @Test
  void leavesOutWhatTheEventHasNot() throws Exception {
    fill(claimed("{\"event\":\"x\",\"data\":{}}".getBytes(UTF_8), null));

    assertNull(exchange.getVariable("referenceId"));
    assertNull(exchange.getVariable("linkId"));
    assertNull(exchange.getVariable("effectsAt"));
    assertEquals(Map.of(), exchange.getVariable("data"));
  }

  @Test
  void refusesAPayloadThatWasErasedOrCantBeUsed() {
    assertEquals(
        "its payload was erased",
        assertThrows(UnrecoverableException.class, () -> fill(claimed(null, null))).getMessage());
    assertEquals(
        "its payload is invalid: bad-json",
        assertThrows(
                UnrecoverableException.class,
                () -> fill(claimed("{GALO900515}".getBytes(UTF_8), null)))
            .getMessage());
    assertEquals("operation.created:o", exchange.getVariable("eventKey"));
  }

  private void fill(ClaimedDelivery claimed) throws UnrecoverableException {
    DeliveryExchanges exchanges = new DeliveryExchanges();
    exchanges.name(exchange, claimed);
    exchanges.fill(exchange, claimed);
  }

  private static ClaimedDelivery claimed(byte[] body, Instant effectsAt) {
    return new ClaimedDelivery(
        7,
        UUID.randomUUID(),
        "operation.created:o",
        "operation.created",
        3,
        0,
        1,
        RECEIVED,
        effectsAt,
        body,
        Set.of(),
        null);
  }
}
