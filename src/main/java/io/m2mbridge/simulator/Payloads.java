package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Generates the data of M2M's events, with the requested faults. */
final class Payloads {
  /** An undocumented event. */
  static final String UNKNOWN = "link.reminded";

  /**
   * The optional fields of each event. Key fields are never optional (docs/protocol.md, "Events").
   */
  private static final Map<String, List<String>> OPTIONAL =
      Map.of(
          "link.created", List.of("url", "status", "expiresAt", "createdAt"),
          "link.opened", List.of("openedAt", "deviceInfo"),
          "user.data_request", List.of("linkId", "expiresAt"),
          "operation.created",
              List.of(
                  "linkId",
                  "referenceId",
                  "userId",
                  "status",
                  "funding",
                  "payout",
                  "amount",
                  "createdAt"),
          "operation.cancelled",
              List.of(
                  "linkId",
                  "referenceId",
                  "userId",
                  "status",
                  "cancellationReason",
                  "cancelledAt"));

  private static final List<String> HOSTILE =
      List.of(
          "https://api.m2m.leapfinancial.com.example.net/partner/data-requests/%s",
          "https://api.m2m.leapfinancial.com@example.net/partner/data-requests/%s",
          "http://169.254.169.254/partner/data-requests/%s",
          "%s/partner/data-requests/%s/../../links?");

  private final Stances stances;
  private final Faults faults;
  private final Supplier<String> apiUrl;

  /**
   * Creates the generator.
   *
   * @param apiUrl gives the origin for replies to data requests, without a slash at its end
   */
  Payloads(Stances stances, Faults faults, Supplier<String> apiUrl) {
    this.stances = stances;
    this.faults = faults;
    this.apiUrl = apiUrl;
  }

  ObjectNode linkCreated(Link link) {
    ObjectNode data = EventTemplates.data("link.created");
    data.put("linkId", link.linkId).put("referenceId", link.referenceId).put("url", link.url);
    data.put("expiresAt", EventTemplates.text(link.expiresAt));
    data.put("createdAt", EventTemplates.text(link.createdAt));
    return finished("link.created", link, data);
  }

  ObjectNode linkOpened(Link link, Instant openedAt) {
    ObjectNode data = EventTemplates.data("link.opened");
    data.put("linkId", link.linkId).put("referenceId", link.referenceId);
    data.put("openedAt", EventTemplates.text(openedAt));
    return finished("link.opened", link, data);
  }

  ObjectNode dataRequest(DataRequest request) {
    ObjectNode data = EventTemplates.data("user.data_request");
    data.put("dataRequestId", request.dataRequestId);
    data.put("referenceId", request.link.referenceId).put("linkId", request.link.linkId);
    ArrayNode required = data.putArray("requiredFields");
    request.requiredFields.forEach(required::add);
    if (faults.unknownRequiredFields.hits(request.link.random)) {
      required.add("paymentMethod").add("favouriteColour");
    }
    boolean isHostile = faults.hostileEndpoint.hits(request.link.random);
    request.isHostile = isHostile;
    String hostile = HOSTILE.get(request.link.random.nextInt(HOSTILE.size()));
    data.put(
        "replyEndpoint",
        isHostile
            ? hostile.startsWith("%s")
                ? hostile.formatted(apiUrl.get(), request.dataRequestId)
                : hostile.formatted(request.dataRequestId)
            : apiUrl.get() + "/partner/data-requests/" + request.dataRequestId);
    data.put("expiresAt", EventTemplates.text(request.expiresAt));
    return finished("user.data_request", request.link, data);
  }

  ObjectNode operationCreated(Operation operation) {
    ObjectNode data = EventTemplates.data("operation.created");
    identify(data, operation);
    boolean isPadded =
        switch (stances.amounts) {
          case mixed -> operation.link.random.nextBoolean();
          case padded -> true;
          case plain -> false;
        };
    data.set(
        "amount", amount(operation, isPadded, stances.currencyKeys == Stances.CurrencyKeys.source));
    data.put("createdAt", EventTemplates.text(operation.createdAt));
    return finished("operation.created", operation.link, data);
  }

  ObjectNode operationCancelled(Operation operation, Instant at) {
    ObjectNode data = EventTemplates.data("operation.cancelled");
    identify(data, operation);
    data.put("cancelledAt", EventTemplates.text(at));
    return finished("operation.cancelled", operation.link, data);
  }

  /** Returns the data of an undocumented event. */
  ObjectNode unknown(Link link) {
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    data.put("linkId", link.linkId).put("referenceId", link.referenceId);
    data.put("note", Ids.random(12));
    return finished(UNKNOWN, link, data);
  }

  /**
   * Returns an operation's amount.
   *
   * @param isPadded whether a whole number is written as {@code 100.00} instead of {@code 100}
   * @param isBySource whether its currencies are named source and destination
   */
  static ObjectNode amount(Operation operation, boolean isPadded, boolean isBySource) {
    ObjectNode amount = EventTemplates.JSON.createObjectNode();
    amount.put("send", written(operation.send, isPadded));
    amount.put("receive", written(operation.receive(), isPadded));
    amount.put("rate", operation.rate);
    amount.put("fee", written(operation.fee, isPadded));
    amount
        .putObject("currency")
        .put(isBySource ? "source" : "send", "USD")
        .put(isBySource ? "destination" : "receive", "MXN");
    return amount;
  }

  private static BigDecimal written(BigDecimal value, boolean isPadded) {
    BigDecimal shortest = value.stripTrailingZeros();
    int scale = Math.max(shortest.scale(), isPadded ? 2 : 0);
    return shortest.setScale(scale, RoundingMode.UNNECESSARY);
  }

  private static void identify(ObjectNode data, Operation operation) {
    data.put("operationId", operation.operationId);
    data.put("linkId", operation.link.linkId).put("referenceId", operation.link.referenceId);
    data.put("userId", operation.userId);
  }

  private ObjectNode finished(String event, Link link, ObjectNode data) {
    if (stances.metadata && link.metadata != null) {
      data.set("metadata", link.metadata.deepCopy());
    }
    if (faults.absentFields.hits(link.random)) {
      for (String field : OPTIONAL.getOrDefault(event, List.of())) {
        switch (link.random.nextInt(3)) {
          case 0 -> data.remove(field);
          case 1 -> data.putNull(field);
          default -> {
            // stays
          }
        }
      }
    }
    if (faults.unknownFields.hits(link.random)) {
      data.put("riskScore", new BigDecimal("0.125"));
      data.putObject("campaign").put("name", "spring \u2713").putArray("steps").add(1).add("two");
    }
    return data;
  }
}
