package io.m2mbridge.console.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MaskedPayloadTest {
  private static String masked(String body) {
    return MaskedPayload.of(body.getBytes(UTF_8)).replaceAll("\\s+", "");
  }

  @Test
  void showsIdsAmountsAndTimes() {
    String shown =
        masked(
            """
            {"event":"operation.created","timestamp":"2026-01-26T14:30:00.000Z","data":{"operationId":"op_1",
             "status":"created","amount":{"send":100.00,"fee":12345678901234567.50,"currency":{"send":"USD"}}}}
            """);
    assertEquals(
        "{\"event\":\"operation.created\",\"timestamp\":\"2026-01-26T14:30:00.000Z\",\"data\":{"
            + "\"operationId\":\"op_1\",\"status\":\"created\",\"amount\":{\"send\":100.00,"
            + "\"fee\":12345678901234567.50,\"currency\":{\"send\":\"USD\"}}}}",
        shown);
  }

  @Test
  void masksWhatIsPersonal() {
    String shown =
        masked(
            """
            {"event":"operation.created","data":{"operationId":"op_1","userId":"usr_9","funding":{"method":"card",
             "last4":"4242"},"payout":{"bank":"Ada"},"metadata":{"Ada Lovelace":"x","note":"Ada"},
             "unknown":"Ada","list":["Ada"],"status":"Ada Lovelace"},"other":{"name":"Ada"}}
            """);
    assertFalse(shown.contains("Ada") || shown.contains("4242") || shown.contains("usr_9"), shown);
    assertTrue(shown.contains("\"operationId\":\"op_1\""), shown);
  }

  @Test
  void showsNothingOfWhatIsNoObject() {
    assertEquals("***(10bytesthatarenotaJSONobject)", masked("[\"secret\"]"));
    assertEquals("***(7bytesthatarenotaJSONobject)", masked("{\"Ada\":"));
    assertEquals("***(0bytesthatarenotaJSONobject)", masked(""));
  }
}
