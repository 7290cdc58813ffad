package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrivalTest {
  private static Arrival accepted(String id) {
    return new Arrival("link.created", "link.created:" + id, "accepted", "200", "", "12");
  }

  @Test
  void tellsOfAnEvent() {
    Arrival arrival = accepted("link_acme_1");

    assertTrue(arrival.isAccepted());
    assertEquals("link.created", arrival.what());
    assertEquals("link_acme_1: 200 accepted in 12 ms", arrival.how());
  }

  @Test
  void tellsOfARequestThatWasRefused() {
    Arrival arrival = new Arrival("", "", "unauthorized", "401", "no-signature", "");

    assertFalse(arrival.isAccepted());
    assertEquals("a request", arrival.what());
    assertEquals("401 unauthorized (no-signature)", arrival.how());
  }

  @Test
  void tellsOfAQuarantinedEventWithoutItsKey() {
    Arrival arrival =
        new Arrival("link.created", "quarantine:stale:0f", "quarantined", "200", "", "3");

    assertFalse(arrival.isAccepted());
    assertEquals("200 quarantined in 3 ms", arrival.how());
  }

  @Test
  void printsNothingThatATerminalObeys() {
    assertEquals(
        "a?[31mb?c?d?: 200 accepted in 12 ms", accepted("a\u001b[31mb\nc\u202ed\u2028").how());
    assertTrue(accepted("x".repeat(200)).how().startsWith("x".repeat(100) + "…: 200"));
  }
}
