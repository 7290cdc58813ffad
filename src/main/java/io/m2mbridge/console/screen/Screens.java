package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Inspection;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** The list of screens. The navigation and the dispatch follow it. */
public final class Screens {
  private static final String DATA_SOURCE = "dataSource";

  private Screens() {}

  /**
   * A screen and its place.
   *
   * @param path its first part below {@code /console/}, such as {@code trouble}; empty for the
   *     first screen
   * @param title its name in the navigation
   * @param isListed whether the navigation has it; a timeline is reached from other screens
   */
  public record Entry(String path, String title, boolean isListed, Screen screen) {}

  /** Returns all screens, in the order of the navigation. */
  public static List<Entry> of(CamelContext context) {
    DataSource database = context.getRegistry().lookupByNameAndType(DATA_SOURCE, DataSource.class);
    return List.of(
        new Entry("trouble", "Trouble", true, new TroubleScreen(new Inspection(database))));
  }
}
