package io.m2mbridge.console.action;

import io.m2mbridge.console.screen.InvalidRequestException;
import java.util.Map;

/** The reason that each action of the console needs. */
final class Reason {
  private static final int MOST_CHARACTERS = 500;

  private Reason() {}

  /**
   * Returns the field {@code why}.
   *
   * @throws InvalidRequestException if it is empty or too long
   */
  static String in(Map<String, String> form) {
    String why = form.getOrDefault("why", "").strip();
    if (why.isEmpty()) {
      throw new InvalidRequestException("The reason is missing: say why, in the field why.");
    }
    if (why.length() > MOST_CHARACTERS) {
      throw new InvalidRequestException(
          "The reason is longer than " + MOST_CHARACTERS + " characters: shorten it.");
    }
    return why;
  }
}
