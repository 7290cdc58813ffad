package io.m2mbridge.check.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that the bridge ships, and the steps that run them. */
final class ShippedStatements {
  /**
   * What the route of an event records.
   *
   * @param step the id of the step in the shipped route
   * @param statement its file in {@code classpath:sql/}
   * @param subject a part of the table's name, by which a statement of the site's own is recognized
   * @param loss what is lost without it
   */
  record Effect(String step, String statement, String subject, String loss) {}

  private static final Map<String, List<Effect>> EFFECTS =
      Map.of(
          "link-created",
          List.of(new Effect("note-creation", "link-created", "link", "the link isn't recorded")),
          "link-opened",
          List.of(new Effect("note-opening", "link-opened", "link", "the opening isn't recorded")),
          "user-data-request",
          List.of(
              new Effect(
                  "note-data-request",
                  "data-request-received",
                  "data_request",
                  "the request isn't recorded, and not answered")),
          "operation-created",
          List.of(
              new Effect(
                  "record-operation",
                  "operation-created",
                  "operation",
                  "the operation isn't recorded, and nothing is held for it"),
              new Effect("place-hold", "fund-hold", "hold", "no funds are held")),
          "operation-cancelled",
          List.of(
              new Effect(
                  "record-cancellation",
                  "operation-cancelled",
                  "operation",
                  "the cancellation isn't recorded, and its hold stays"),
              new Effect("release-hold", "fund-hold", "hold", "the hold on its funds stays")));

  /** The statements of steps, by the steps' ids in the shipped routes, past ones included. */
  private static final Map<String, Set<String>> BY_STEP =
      Map.ofEntries(
          Map.entry("note-creation", Set.of("link-created")),
          Map.entry("note-opening", Set.of("link-opened")),
          Map.entry("note-data-request", Set.of("data-request-received")),
          Map.entry("record-operation", Set.of("operation-created")),
          Map.entry("place-hold", Set.of("fund-hold")),
          Map.entry("record-cancellation", Set.of("operation-cancelled")),
          Map.entry("record-end", Set.of("operation-learned")),
          Map.entry("release-hold", Set.of("fund-hold")),
          Map.entry("look-at-data-request", Set.of("data-request-state")),
          Map.entry("settle-data-request", Set.of("data-request-over", "data-request-settled")),
          Map.entry("note-no-data", Set.of("data-request-settled")),
          Map.entry("note-attempt", Set.of("reply-attempt")),
          Map.entry("note-answer", Set.of("reply-answered")),
          Map.entry("keep-notice", Set.of("notice")),
          Map.entry("keep-notice-of-rejection", Set.of("notice-reply-rejected")),
          Map.entry("erase-payloads", Set.of("delivery-erase-payloads")));

  private ShippedStatements() {}

  /** What the route of an event records; nothing for {@code unknown}. */
  static List<Effect> effects(String event) {
    return EFFECTS.getOrDefault(event, List.of());
  }

  /** Whether it is the effect of an event, which belongs into {@code effects-once}. */
  static boolean isEffect(Statement statement) {
    return EFFECTS.values().stream()
        .flatMap(List::stream)
        .anyMatch(effect -> effect.statement().equals(statement.shipped()));
  }

  /** Whether only routes of other events run a shipped statement. */
  static boolean isOfOtherEvent(String event, Statement statement) {
    return isEffect(statement)
        && effects(event).stream()
            .noneMatch(effect -> effect.statement().equals(statement.shipped()));
  }

  /** The statements that the step of a shipped id runs; null for other ids. */
  static @Nullable Set<String> of(@Nullable String stepId) {
    return stepId == null ? null : BY_STEP.get(stepId);
  }
}
