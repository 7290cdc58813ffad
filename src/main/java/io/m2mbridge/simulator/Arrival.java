package io.m2mbridge.simulator;

import org.apache.camel.Exchange;

/**
 * A webhook that the bridge has answered, as its route recorded it.
 *
 * @param event the event's name; empty if the request was refused before it was read
 * @param eventKey the event key; empty if {@code event} is
 * @param outcome accepted, duplicate, quarantined, unauthorized, refused or unavailable
 * @param reason why it was refused, as a fixed word; empty if the route doesn't record it
 * @param millis the duration in milliseconds; empty if the route doesn't record it
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

  /** Returns the event's name, or other words if the request was no event. */
  String what() {
    return event.isEmpty() ? "a request" : printable(event);
  }

  /** Returns the event's id, if it has one, and the bridge's answer. */
  String how() {
    return (isOfAnEvent() ? printable(eventKey.substring(event.length() + 1)) + ": " : "")
        + status
        + " "
        + outcome
        + (reason.isEmpty() ? "" : " (" + printable(reason) + ")")
        + (millis.isEmpty() ? "" : " in " + millis + " ms");
  }

  /** Returns a text without control characters, and not too long. */
  static String printable(String text) {
    String cleaned = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    return cleaned.codePointCount(0, cleaned.length()) <= LONGEST
        ? cleaned
        : cleaned.substring(0, cleaned.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
