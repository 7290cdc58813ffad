package io.m2mbridge.dev.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.m2mbridge.testkit.Event;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private static final Set<String> WORDS = Set.of("Will", "pay", "of", "high");

  private final Event event =
      Event.of("operation.created")
          .withText("data.email", "will@example.com")
          .with("data.metadata", "{\"note\": \"Will pays\", \"floor\": 3, \"amount\": 12.50}");
  private final Masking masking = new Masking((Map<?, ?>) Values.json(event.toString()), WORDS);

  @Test
  void showsIdsAmountsTimesAndCodesOfAnEvent() {
    String body = masking.body(event.toString().getBytes(UTF_8));
    for (String field :
        new String[] {
          "event: operation.created",
          "operationId: " + event.text("data.operationId"),
          "referenceId: user_12345",
          "send: 100.00",
          "rate: 18.505",
          "fee: 3.99",
          "currency: {send: USD, receive: MXN}",
          "payout: {method: bank_account}"
        }) {
      assertTrue(body.contains(field), field + " isn't in " + body);
    }
  }

  @Test
  void masksWhatIsPersonalOrUnknownInAnEvent() {
    String body = masking.body(event.toString());
    for (String field :
        new String[] {
          "last4: ***",
          "bankName: ***",
          "email: ***",
          "userId: ***",
          "metadata: {note: ***, floor: ***, amount: ***}"
        }) {
      assertTrue(body.contains(field), field + " isn't in " + body);
    }
    assertFalse(body.contains("4242"), body);
  }

  /** A look-up may give any of them, under any name, to any variable. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Xochitl",
        "xochitl@example.com",
        "+5215512345678",
        "5215512345678",
        "MX002180014000000001",
        "GALO900515HDFRPN09",
        "1990-05-15",
        "19900515",
        "Calle 5 #12, Colonia Roma"
      })
  void masksAPersonalValueWhereverItStands(String value) {
    for (String text :
        List.of(
            masking.variable("note", "to " + value),
            masking.variable("name", value),
            masking.variable("userData", Map.of("status", value)),
            masking.variable("row", Map.of("col", value, "status2", List.of(value))),
            masking.variable("prefetched", value),
            masking.body("{\"any\": {\"field\": \"" + value + "\"}}"),
            masking.body(value.getBytes(UTF_8)),
            masking.body(new ObjectMapper().createObjectNode().put("x", value)))) {
      for (String word : value.split("[^\\p{L}\\p{N}]+")) {
        assertFalse(word.length() > 2 && text.contains(word), word + " is in " + text);
      }
    }
    assertEquals("***", masking.variable("born", LocalDate.of(1990, 5, 15)));
    assertEquals("***", masking.variable("phone", 5215512345678L));
  }

  @Test
  void masksAWordOfTheRoutesThatIsAPersonsName() {
    assertEquals("Will pay", masking.variable("note", "Will pay"));
    masking.variable("userData", Map.of("name.firstName", "Will"));
    assertEquals("*** pay", masking.variable("note", "Will pay"));
  }

  @Test
  void showsWhatRoutesMakeOfReadableValues() {
    assertEquals("high", masking.variable("risk", "high"));
    assertEquals("12.50", masking.variable("double", new BigDecimal("12.50")));
    assertEquals("true", masking.variable("isLarge", true));
    assertEquals(
        "pay 100.00 USD of " + event.text("data.operationId") + "!",
        masking.variable("note", "pay 100.00 USD of " + event.text("data.operationId") + "!"));
    assertEquals("operation-created", masking.variable("notice", "operation-created"));
    assertEquals("2", masking.variable("attempt", 2));
  }

  @Test
  void tellsOnlyTheTypeOfAnyOtherObject() {
    assertEquals("(Object)", masking.body(new Object()));
    assertEquals("IllegalStateException", masking.body(new IllegalStateException("4242")));
  }
}
