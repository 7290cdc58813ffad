package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.DeliveryList;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.webhook.RefusedRequests;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

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
    return of(database, context.getRegistry().findSingleByType(RefusedRequests.class));
  }

  /**
   * Returns the screens of a database.
   *
   * @param refused null if an application has loaded the routes itself: then there is no such
   *     screen
   */
  static List<Entry> of(DataSource database, @Nullable RefusedRequests refused) {
    Inspection inspection = new Inspection(database);
    List<Entry> screens = new ArrayList<>();
    add(screens, "", "Now", new NowScreen(inspection));
    add(screens, "trouble", "Trouble", new TroubleScreen(inspection));
    add(screens, "deliveries", "Deliveries", new DeliveriesScreen(new DeliveryList(database)));
    add(
        screens,
        "data-requests",
        "Data requests",
        new SimpleScreen(inspection::dataRequests, Screens::requests, true));
    // The sums read every open hold.
    add(screens, "holds", "Holds", new SimpleScreen(inspection::holds, Screens::holds, false));
    add(screens, "reconcile", "Reconcile", new ReconcileScreen(inspection));
    add(screens, "actions", "Actions", new ActionsScreen(inspection));
    if (refused != null) {
      add(screens, "refused", "Refused", new RefusedScreen(refused));
    }
    screens.add(new Entry("show", "Timeline", false, new ShowScreen(inspection)));
    screens.add(new Entry("payload", "Payload", false, new PayloadScreen(database)));
    return List.copyOf(screens);
  }

  private static void add(List<Entry> screens, String path, String title, Screen screen) {
    screens.add(new Entry(path, title, true, screen));
  }

  private static String requests(Report report) {
    int waiting = rows(report, "requests-waiting");
    return waiting == 0
        ? "No data request waits for a reply."
        : waiting + " data requests wait for a reply.";
  }

  private static String holds(Report report) {
    return report.isEmpty()
        ? "There is no hold, and no operation without one."
        : rows(report, "holds-wrong") == 0
            ? "No hold is wrong."
            : rows(report, "holds-wrong") + " holds are wrong.";
  }

  private static int rows(Report report, String table) {
    return report.tables().getOrDefault(table, List.of()).size();
  }
}
