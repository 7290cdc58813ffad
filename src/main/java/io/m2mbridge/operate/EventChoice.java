package io.m2mbridge.operate;

import io.m2mbridge.event.Hashes;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.DeliverySelection.Filter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events that an operator chooses: one by its id, or all that a filter matches. Its names are
 * those of the commands' options, of the console's parameters and of the recorded action.
 *
 * @param id a delivery's number or an event key; null with a state
 * @param state {@code dead} or {@code quarantined}; null with an id
 * @param event with a state: only events of this name; null for all
 * @param reason with a state: only events that were quarantined for this reason; null for all
 * @param cause with a state: only events of this cause, as {@code trouble} tells it; null for all
 * @param since with a state: only events that were received then or later; null for all
 */
public record EventChoice(
    @Nullable String id,
    @Nullable String state,
    @Nullable String event,
    @Nullable String reason,
    @Nullable String cause,
    @Nullable Since since) {

  /**
   * Returns the ids of the events that are chosen now, the oldest first.
   *
   * @param most the maximum number of ids
   */
  public List<Long> find(DeliverySelection deliveries, int most) {
    if (state != null) {
      return deliveries.find(
          new Filter(state, event, reason, cause, since == null ? null : since.instant()), most);
    }
    String wanted = String.valueOf(id);
    return wanted.matches("[0-9]{1,18}")
        ? List.of(Long.parseLong(wanted))
        : deliveries.find(wanted).map(List::of).orElse(List.of());
  }

  /** Returns what was chosen, for the recorded action. */
  public Map<String, @Nullable String> filter() {
    Map<String, @Nullable String> filter = new LinkedHashMap<>();
    filter.put("id", id);
    filter.put("state", state);
    filter.put("event", event);
    filter.put("reason", reason);
    filter.put("cause", cause);
    filter.put("since", since == null ? null : since.text());
    return filter;
  }

  /** Returns how many events there are, in words. */
  public static String count(List<Long> ids) {
    return ids.size() + (ids.size() == 1 ? " event" : " events");
  }

  /** Returns a text that differs for any other list of events. */
  public static String fingerprint(List<Long> ids) {
    String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    return Hashes.sha256(list.getBytes(StandardCharsets.US_ASCII));
  }
}
