package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the API's answers (docs/protocol.md, "Answers to a reply"; docs/protocol.md, "Links
 * and operations").
 */
final class ApiAnswers {
  /**
   * An answer of the API.
   *
   * @param status the HTTP status
   * @param body the JSON body; null for none
   * @param retryAfter the header {@code Retry-After} in seconds; null for none
   */
  record Answer(int status, @Nullable JsonNode body, @Nullable Long retryAfter) {}

  private ApiAnswers() {}

  static JsonNode success(JsonNode data) {
    ObjectNode answer = EventTemplates.JSON.createObjectNode();
    answer.put("success", true).set("data", data);
    return answer;
  }

  /** Returns an error's body in one of the documented shapes, or null for an empty body. */
  static @Nullable JsonNode error(Stances.ErrorShape shape, ApiException error) {
    ObjectNode bare = EventTemplates.JSON.createObjectNode();
    bare.put("code", error.code()).put("message", error.getMessage());
    boolean isOfKey = error.status() == 401 || error.status() == 403;
    return switch (shape) {
      case empty -> null;
      case bare -> bare;
      case wrapped -> wrapped(bare);
      case documented -> isOfKey ? bare : wrapped(bare);
    };
  }

  private static ObjectNode wrapped(ObjectNode error) {
    ObjectNode answer = EventTemplates.JSON.createObjectNode();
    answer.put("success", false).set("error", error);
    return answer;
  }

  static ObjectNode link(Link link) {
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    data.put("linkId", link.linkId)
        .put("referenceId", link.referenceId)
        .put("status", name(link.status))
        .put("url", link.url)
        .put("token", link.token.toString())
        .put("expiresAt", EventTemplates.text(link.expiresAt))
        .put("createdAt", EventTemplates.text(link.createdAt));
    return data;
  }

  static ObjectNode detail(Link link) {
    ObjectNode data = link(link);
    data.remove("token");
    if (link.openedAt != null) {
      data.put("openedAt", EventTemplates.text(link.openedAt)).put("userId", link.userId);
    }
    if (link.operationId != null) {
      data.put("operationId", link.operationId);
    }
    data.set("userData", link.userData);
    if (link.metadata != null) {
      data.set("metadata", link.metadata);
    }
    return data;
  }

  static ObjectNode revoked(Link link) {
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    data.put("linkId", link.linkId).put("status", name(link.status));
    if (link.revokedAt != null) {
      data.put("revokedAt", EventTemplates.text(link.revokedAt));
    }
    return data;
  }

  static ObjectNode fulfilled(DataRequest request) {
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    data.put("dataRequestId", request.dataRequestId)
        .put("status", request.fulfilledAt == null ? "pending" : "fulfilled")
        .put("linkId", request.link.linkId);
    if (request.fulfilledAt != null) {
      data.put("fulfilledAt", EventTemplates.text(request.fulfilledAt));
    }
    data.put("message", "User data received and merged successfully");
    return data;
  }

  static ObjectNode operation(Operation operation, Stances.CurrencyKeys keys) {
    ObjectNode data = EventTemplates.JSON.createObjectNode();
    data.put("operationId", operation.operationId)
        .put("userId", operation.userId)
        .put("linkId", operation.link.linkId)
        .put("referenceId", operation.link.referenceId)
        .put("status", name(operation.status));
    data.set("amount", Payloads.amount(operation, false, keys != Stances.CurrencyKeys.send));
    ObjectNode shown = EventTemplates.data("operation.created");
    data.set("funding", shown.path("funding"));
    data.set("payout", shown.path("payout"));
    data.put("createdAt", EventTemplates.text(operation.createdAt));
    if (operation.endedAt != null) {
      end(data, operation.status, EventTemplates.text(operation.endedAt));
    }
    return data;
  }

  private static void end(ObjectNode data, Operation.Status status, String at) {
    switch (status) {
      case COMPLETED -> data.put("completedAt", at);
      case FAILED -> data.put("failedAt", at).put("failureReason", "payout_rejected");
      case CREATED, CANCELLED -> {
        // M2M's pages show no time of these in the list.
      }
    }
  }

  static String name(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
