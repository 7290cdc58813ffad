package io.m2mbridge.console.screen;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value of a table.
 *
 * @param text what is shown; empty where nothing is known
 * @param href the screen that tells more; null if none does
 * @param kind how it is shown
 */
public record Cell(String text, @Nullable String href, Kind kind) {
  /** How a value is shown. */
  public enum Kind {
    TEXT,
    /** An instant, as ISO 8601 in UTC. */
    TIME,
    /** Aligned at its end. */
    NUMBER,
    /** A state, which has a colour in addition to its word. */
    STATE,
    /** What came late or out of order. */
    MARK;

    /** The class in the style sheet. */
    public String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
