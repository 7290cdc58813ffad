package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a receiver, read from the document of {@code --compare} (docs/simulator.md). An
 * entry is in the list as often as the receiver has it. A section that the document doesn't have is
 * null.
 *
 * @param dataRequests the ids of the data requests
 */
record ReceiverState(
    @Nullable List<Operation> operations,
    @Nullable List<Hold> holds,
    @Nullable List<Link> links,
    @Nullable List<String> dataRequests,
    @Nullable List<Event> events) {

  /**
   * A transfer.
   *
   * @param amount the sent amount; null if the document doesn't contain it
   * @param fee the fee; null if the document doesn't contain it
   * @param currency the currency of the amount; null if the document doesn't contain it
   */
  record Operation(
      String operationId,
      String status,
      @Nullable BigDecimal amount,
      @Nullable BigDecimal fee,
      @Nullable String currency) {}

  /**
   * Money that is held for a transfer.
   *
   * @param amount the sent amount plus the fee
   * @param currency the currency; null if the document doesn't contain it
   */
  record Hold(
      String operationId, BigDecimal amount, @Nullable String currency, boolean isReleased) {}

  record Link(String linkId, String status) {}

  /**
   * An event that was processed.
   *
   * @param key the event and id, in the bridge's format: {@code operation.created:op_1}
   * @param count how often it was processed
   */
  record Event(String key, int count) {}

  private static final Set<String> SECTIONS =
      Set.of("operations", "holds", "links", "dataRequests", "events");
  private static final int LONGEST_NUMBER = 60;

  /**
   * Parses the document.
   *
   * @throws IllegalArgumentException if it is invalid; the message is the end of a sentence
   */
  static ReceiverState read(byte[] json) {
    if (!(parsed(json) instanceof ObjectNode document)) {
      throw new IllegalArgumentException("is no JSON object");
    }
    if (SECTIONS.stream().noneMatch(document::has)) {
      throw new IllegalArgumentException(
          "has none of the sections operations, holds, links, dataRequests and events");
    }
    return new ReceiverState(
        section(document, "operations", Entry::operation),
        section(document, "holds", Entry::hold),
        section(document, "links", Entry::link),
        section(document, "dataRequests", entry -> entry.text("dataRequestId")),
        section(document, "events", Entry::event));
  }

  private static @Nullable JsonNode parsed(byte[] json) {
    try {
      return EventTemplates.JSON.readTree(json);
    } catch (IOException e) {
      return null;
    }
  }

  private static <T> @Nullable List<T> section(
      ObjectNode document, String name, Function<Entry, T> read) {
    JsonNode list = document.path(name);
    if (list.isMissingNode()) {
      return null;
    }
    if (!list.isArray()) {
      throw new IllegalArgumentException("has in " + name + " no array");
    }
    List<T> section = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      section.add(read.apply(new Entry(name + "[" + i + "]", list.get(i))));
    }
    return section;
  }

  /** One entry of a section. */
  private record Entry(String path, JsonNode json) {
    Operation operation() {
      return new Operation(
          text("operationId"),
          status("created", "cancelled"),
          optionalAmount("amount"),
          optionalAmount("fee"),
          optionalText("currency"));
    }

    Hold hold() {
      BigDecimal amount = optionalAmount("amount");
      if (amount == null) {
        throw bad("amount", "a decimal");
      }
      JsonNode released = json.path("released");
      if (!isAbsent(released) && !released.isBoolean()) {
        throw bad("released", "true or false");
      }
      return new Hold(
          text("operationId"), amount, optionalText("currency"), released.asBoolean(false));
    }

    Link link() {
      return new Link(text("linkId"), status("created", "opened"));
    }

    Event event() {
      JsonNode count = json.path("count");
      if (!isAbsent(count) && !(count.isInt() && count.asInt() >= 0)) {
        throw bad("count", "a whole number of 0 or more");
      }
      return new Event(text("key"), count.asInt(1));
    }

    String text(String field) {
      String text = optionalText(field);
      if (text == null || text.isEmpty()) {
        throw bad(field, "a text");
      }
      return text;
    }

    private @Nullable String optionalText(String field) {
      JsonNode value = json.path(field);
      if (!isAbsent(value) && !value.isTextual()) {
        throw bad(field, "a text");
      }
      return value.textValue();
    }

    private String status(String one, String other) {
      String status = optionalText("status");
      if (status != null && (status.equals(one) || status.equals(other))) {
        return status;
      }
      throw bad("status", one + " or " + other);
    }

    /** Returns an amount, given as a JSON number or as a text with its digits. */
    private @Nullable BigDecimal optionalAmount(String field) {
      JsonNode value = json.path(field);
      if (isAbsent(value)) {
        return null;
      }
      if (value.isNumber()) {
        return value.decimalValue();
      }
      try {
        if (value.isTextual() && value.textValue().length() <= LONGEST_NUMBER) {
          return new BigDecimal(value.textValue());
        }
      } catch (NumberFormatException e) {
        // reported below
      }
      throw bad(field, "a decimal, as \"103.99\"");
    }

    private static boolean isAbsent(JsonNode value) {
      return value.isMissingNode() || value.isNull();
    }

    private IllegalArgumentException bad(String field, String what) {
      return new IllegalArgumentException("has in " + path + "." + field + " not " + what);
    }
  }
}
