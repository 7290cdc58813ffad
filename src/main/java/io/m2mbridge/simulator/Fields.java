package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request to the API. An absent or null field gives null; an invalid one is
 * answered 400.
 */
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
