package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The fields of a request to the API; null where one is absent or null, 400 where it is bad. */
final class Fields {
  private Fields() {}

  static @Nullable String text(ObjectNode request, String field) {
    JsonNode value = request.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      throw ApiException.invalid(field + " must be a non-empty string");
    }
    return value.asText();
  }

  static @Nullable ObjectNode object(ObjectNode request, String field) {
    JsonNode value = request.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.invalid(field + " must be an object");
  }
}
