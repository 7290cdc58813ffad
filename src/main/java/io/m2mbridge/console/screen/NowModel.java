package io.m2mbridge.console.screen;

import java.util.List;

/**
 * What {@code now.jte} shows.
 *
 * @param summary one sentence about the trouble
 * @param trouble what is wrong
 * @param figures numbers as they are now
 * @param sparklines the last hour
 * @param replies data requests of the last hour
 */
public record NowModel(
    String summary,
    Table trouble,
    List<Figure> figures,
    List<Sparkline> sparklines,
    Table replies) {
  /**
   * A number as it is now.
   *
   * @param href the screen that tells which events they are
   */
  public record Figure(String title, String value, String href) {}
}
