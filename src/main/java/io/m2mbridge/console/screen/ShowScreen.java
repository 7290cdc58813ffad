package io.m2mbridge.console.screen;

import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.List;

/** The timeline of what an id names, as the command {@code show} tells it. */
final class ShowScreen implements Screen {
  private static final int NOT_FOUND = 404;

  private final Inspection inspection;

  ShowScreen(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public Page page(Request request) {
    String named =
        request.rest().isEmpty() ? request.query().getOrDefault("id", "") : request.rest();
    String id = named.strip();
    Inspection.Search found = inspection.search(id);
    return found.deliveries().isEmpty()
        ? nothing(id, found.similar())
        : timeline(id, request, found);
  }

  private Page timeline(String id, Request request, Inspection.Search found) {
    List<Long> deliveries = found.deliveries();
    Report report = inspection.show(deliveries);
    return new Page(
        "show.jte",
        new ShowModel(
            id,
            summary(deliveries.size()),
            Table.all(report).stream().filter(table -> !table.rows().isEmpty()).toList(),
            deliveries,
            request.viewer().isOperator(),
            inspection.numbered(id).filter(other -> !deliveries.contains(other.id())).orElse(null)),
        report);
  }

  private static String summary(int deliveries) {
    if (deliveries == Inspection.MOST_EVENTS) {
      return "Only the newest " + deliveries + " events are shown.";
    }
    return deliveries == 1 ? "One event." : deliveries + " events.";
  }

  private static Page nothing(String id, List<String> similar) {
    if (similar.isEmpty()) {
      throw new RefusedException(
          NOT_FOUND,
          "Nothing has this id: write that of an operation, a link, a data request, a user or a"
              + " delivery.");
    }
    return new NotFoundModel("Several ids begin with " + id + ".", similar).page();
  }
}
