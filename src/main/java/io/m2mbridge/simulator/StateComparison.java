package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the acknowledged events with the state of a receiver. It finds what is lost, what exists
 * more than once, and what has other values. An event that was sent but not acknowledged may be
 * there or not. Entries that M2M didn't send in this run are ignored.
 */
final class StateComparison {
  private final List<Webhook> sent;
  private final ReceiverState state;
  private final List<String> differences = new ArrayList<>();

  private StateComparison(List<Webhook> sent, ReceiverState state) {
    this.sent = sent;
    this.state = state;
  }

  static Compared of(List<Webhook> sent, ReceiverState state) {
    StateComparison comparison = new StateComparison(sent, state);
    comparison.links();
    comparison.operations();
    comparison.holds();
    comparison.dataRequests();
    comparison.events();
    return new Compared(
        "The receiver's state agrees with M2M.",
        List.copyOf(comparison.differences),
        comparison.unchecked());
  }

  /** Returns the acknowledged events whose loss no section would show. */
  private Set<String> unchecked() {
    Set<String> unchecked =
        sent.stream()
            .filter(StateComparison::isTaken)
            .filter(webhook -> webhook.id() != null)
            .map(webhook -> webhook.event)
            .collect(Collectors.toCollection(TreeSet::new));
    // One row for each id can't show a repetition. Only events and holds can.
    if (state.events() != null) {
      unchecked.clear();
    }
    if (state.holds() != null) {
      unchecked.removeAll(Set.of("operation.created", "operation.cancelled"));
    } else if (state.operations() != null) {
      unchecked.remove("operation.cancelled");
    }
    return unchecked;
  }

  private void links() {
    each(
        "links",
        state.links(),
        ReceiverState.Link::linkId,
        union(sent("link.created"), sent("link.opened")),
        union(taken("link.created"), taken("link.opened")),
        (id, link) -> status(id, "links", link.status(), "created", "opened", "link.opened"));
  }

  private void operations() {
    Map<String, JsonNode> created = sent("operation.created");
    each(
        "operations",
        state.operations(),
        ReceiverState.Operation::operationId,
        union(created, sent("operation.cancelled")),
        union(taken("operation.created"), taken("operation.cancelled")),
        (id, operation) -> {
          status(
              id, "operations", operation.status(), "created", "cancelled", "operation.cancelled");
          JsonNode amount = amount(created, id);
          decimal(id, "operations.amount", operation.amount(), number(amount.path("send")));
          decimal(id, "operations.fee", operation.fee(), number(amount.path("fee")));
          text(id, "operations.currency", operation.currency(), currency(amount));
        });
  }

  /** Checks that each operation has one hold. A cancelled operation has none, or a released one. */
  private void holds() {
    Map<String, JsonNode> created = sent("operation.created");
    Set<String> cancelled = sent("operation.cancelled").keySet();
    Set<String> cancellationTaken = taken("operation.cancelled").keySet();
    Set<String> expected = new TreeSet<>(taken("operation.created").keySet());
    expected.removeAll(cancelled);
    expected.removeIf(id -> !amount(created, id).path("send").isNumber());
    each(
        "holds",
        state.holds(),
        ReceiverState.Hold::operationId,
        created.keySet(),
        expected,
        (id, hold) -> {
          if (cancellationTaken.contains(id) && !hold.isReleased()) {
            differ(id, "is held in holds, and M2M told that it is cancelled");
          } else if (!cancelled.contains(id) && hold.isReleased()) {
            differ(id, "is released in holds, and M2M told of no cancellation");
          }
          JsonNode amount = amount(created, id);
          BigDecimal send = number(amount.path("send"));
          BigDecimal fee = number(amount.path("fee"));
          decimal(
              id,
              "holds.amount",
              hold.amount(),
              send == null || fee == null ? send : send.add(fee));
          text(id, "holds.currency", hold.currency(), currency(amount));
        });
  }

  private void dataRequests() {
    each(
        "dataRequests",
        state.dataRequests(),
        Function.identity(),
        sent("user.data_request").keySet(),
        taken("user.data_request").keySet(),
        (id, entry) -> {});
  }

  private void events() {
    List<ReceiverState.Event> events = state.events();
    if (events == null) {
      return;
    }
    Map<String, Integer> counts =
        events.stream()
            .collect(
                Collectors.toMap(
                    ReceiverState.Event::key,
                    ReceiverState.Event::count,
                    (one, other) -> (int) Math.min((long) one + other, Integer.MAX_VALUE)));
    for (Webhook webhook : sent) {
      String key = webhook.eventKey();
      if (key != null) {
        count(key, "events", counts.getOrDefault(key, 0), isTaken(webhook));
      }
    }
  }

  /**
   * Compares a section.
   *
   * @param entries the entries; null if the document doesn't have the section
   * @param known the ids that may be there
   * @param expected the ids that must be there
   */
  private <T> void each(
      String section,
      @Nullable List<T> entries,
      Function<T, String> id,
      Set<String> known,
      Set<String> expected,
      BiConsumer<String, T> values) {
    if (entries == null) {
      return;
    }
    Map<String, List<T>> byId = entries.stream().collect(Collectors.groupingBy(id));
    for (String each : new TreeSet<>(known)) {
      List<T> found = byId.getOrDefault(each, List.of());
      count(each, section, found.size(), expected.contains(each));
      found.stream().distinct().forEach(entry -> values.accept(each, entry));
    }
  }

  private void count(String id, String section, int found, boolean isExpected) {
    if (found == 0 && isExpected) {
      differ(id, "was acknowledged, and isn't in " + section);
    } else if (found > 1) {
      differ(id, "is in " + section + " " + found + " times, and M2M told of it once");
    }
  }

  /**
   * Compares a status. Both values are right while the event between them is not yet acknowledged.
   */
  private void status(
      String id, String section, String found, String before, String after, String event) {
    boolean isAfter = found.equals(after);
    if (!isAfter && taken(event).containsKey(id)) {
      differ(id, "is " + found + " in " + section + ", and M2M told that it is " + after);
    } else if (isAfter && !sent(event).containsKey(id)) {
      differ(id, "is " + found + " in " + section + ", and M2M told that it is " + before);
    }
  }

  private void decimal(
      String id, String field, @Nullable BigDecimal found, @Nullable BigDecimal told) {
    if (found != null && told != null && found.compareTo(told) != 0) {
      differ(id, "has in " + field + " " + found + ", and M2M told " + told);
    }
  }

  private void text(String id, String field, @Nullable String found, @Nullable String told) {
    if (found != null && told != null && !found.equals(told)) {
      differ(id, "has in " + field + " another value than M2M's " + told);
    }
  }

  private void differ(String id, String how) {
    differences.add(id + " " + how);
  }

  private static boolean isTaken(Webhook webhook) {
    return webhook.state == Webhook.State.ACKNOWLEDGED;
  }

  private Map<String, JsonNode> taken(String event) {
    return by(event, true);
  }

  private Map<String, JsonNode> sent(String event) {
    return by(event, false);
  }

  /** Returns the payloads of an event, by the ids in them. */
  private Map<String, JsonNode> by(String event, boolean isTaken) {
    Map<String, JsonNode> payloads = new TreeMap<>();
    sent.stream()
        .filter(webhook -> webhook.event.equals(event))
        .filter(webhook -> !isTaken || isTaken(webhook))
        .forEach(webhook -> payloads.put(String.valueOf(webhook.id()), webhook.data));
    return payloads;
  }

  private static Set<String> union(Map<String, JsonNode> one, Map<String, JsonNode> other) {
    Set<String> ids = new TreeSet<>(one.keySet());
    ids.addAll(other.keySet());
    return ids;
  }

  private static JsonNode amount(Map<String, JsonNode> created, String id) {
    return created.getOrDefault(id, MissingNode.getInstance()).path("amount");
  }

  private static @Nullable BigDecimal number(JsonNode value) {
    return value.isNumber() ? value.decimalValue() : null;
  }

  private static @Nullable String currency(JsonNode amount) {
    JsonNode currency = amount.path("currency");
    return currency.path("send").isTextual()
        ? currency.path("send").textValue()
        : currency.path("source").textValue();
  }
}
