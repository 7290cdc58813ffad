package io.m2mbridge.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EventTest {
  @Test
  void keepsEachDigitOfAnAmount() {
    Event created = Event.of("operation.created").with("data.amount.send", "100.00");

    assertTrue(created.toString().contains("\"send\":100.00"), created::toString);
  }

  @Test
  void knowsTheKeyUnderWhichItIsStored() {
    assertEquals(
        "operation.created:op_7",
        Event.of("operation.created").withText("data.operationId", "op_7").key());
    assertTrue(
        Event.unknown("operation.completed").key().startsWith("operation.completed:sha256:"));
  }

  @Test
  void saysWhatIsWrongWithAPathOrAValue() {
    Event created = Event.of("operation.created");

    assertSays(
        "The event operation.created has no object data.amuont: check the name, or set that object first.",
        () -> created.with("data.amuont.send", "1"));
    assertSays(
        "data.status can't be set to created, which isn't JSON: for text use withText.",
        () -> created.with("data.status", "created"));
    assertSays(
        "M2M documents no event operation.craeted: name one of link.created, link.opened,"
            + " user.data_request, operation.created and operation.cancelled, or write"
            + " Event.unknown(\"operation.craeted\").",
        () -> Event.of("operation.craeted"));
  }

  private static void assertSays(String sentence, Executable mistake) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, mistake).getMessage());
  }
}
