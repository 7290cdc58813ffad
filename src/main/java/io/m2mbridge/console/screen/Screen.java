package io.m2mbridge.console.screen;

/** A screen of the console. One URL serves its HTML, and the same rows as JSON. */
@FunctionalInterface
public interface Screen {
  /**
   * Reads what the screen shows. It changes nothing.
   *
   * @throws InvalidRequestException if the path or a parameter is invalid
   */
  Page page(Request request);
}
