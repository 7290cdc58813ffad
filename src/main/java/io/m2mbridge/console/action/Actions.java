package io.m2mbridge.console.action;

import java.util.Map;
import javax.sql.DataSource;

/** The list of actions, by their paths below {@code /console/}. */
public final class Actions {
  private Actions() {}

  /** Returns all actions. */
  public static Map<String, Action> of(DataSource dataSource) {
    return Map.of(
        "replay", new ReplayAction(dataSource),
        "discard", new DiscardAction(dataSource),
        "explain", new ExplainAction(dataSource),
        "unmask", new UnmaskAction(dataSource));
  }
}
