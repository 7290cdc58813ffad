package io.m2mbridge.simulator;

import org.apache.camel.Exchange;

/**
 * A webhook that the bridge has answered, as its route saw it.
 *
 * @param event empty where the request was refused before it was read
 * @param eventKey empty where {@code event} is
 * @param outcome accepted, duplicate, quarantined, unauthorized, refused or unavailable
 * @param reason why it was refused, in a fixed word; empty where the route doesn't say
 * @param millis how long it took; empty where the route doesn't say
 */
record Arrival(
    String event, String eventKey, String outcome, String status, String reason, String millis) {
  private static final int LONGEST = 100;

  static Arrival of(Exchange exchange) {
    return new Arrival(
        text(exchange, "event"),
        text(exchange, "eventKey"),
        text(exchange, "outcome"),
        text(exchange, "status"),
        text(exchange, "reason"),
        text(exchange, "durationMillis"));
  }

  private static String text(Exchange exchange, String variable) {
    String text = exchange.getVariable(variable, String.class);
    return text == null ? "" : text;
  }

  boolean isAccepted() {
    return outcome.equals("accepted") && isOfAnEvent();
  }

  private boolean isOfAnEvent() {
    return !event.isEmpty() && eventKey.startsWith(event + ":");
  }

  /** The event, where the request was one. */
  String what() {
    return event.isEmpty() ? "a request" : printable(event);
  }

  /** The event's id where it has one, and what the bridge answered. */
  String how() {
    return (isOfAnEvent() ? printable(eventKey.substring(event.length() + 1)) + ": " : "")
        + status
        + " "
        + outcome
        + (reason.isEmpty() ? "" : " (" + printable(reason) + ")")
        + (millis.isEmpty() ? "" : " in " + millis + " ms");
  }

  /** Without what a terminal would obey, and not too long. */
  static String printable(String text) {
    String cleaned = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    return cleaned.codePointCount(0, cleaned.length()) <= LONGEST
        ? cleaned
        : cleaned.substring(0, cleaned.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
