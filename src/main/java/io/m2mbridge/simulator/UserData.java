package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A user's data in M2M's format, by the dotted names of {@code requiredFields}. */
final class UserData {
  /** The fields that the identity check needs (docs/protocol.md, "User data"). */
  static final List<String> REQUIRED =
      List.of(
          "name.firstName",
          "name.secondName",
          "name.lastName",
          "name.secondLastName",
          "idNumber",
          "idType",
          "dob");

  private static final List<String> ALSO_KNOWN = List.of("paymentMethod", "idImage");

  private static final String OF_NAME = "name.";

  private UserData() {}

  static List<String> missingIn(ObjectNode userData) {
    return REQUIRED.stream().filter(field -> !isText(at(userData, field))).toList();
  }

  /** Returns the names of all values. A payment method counts as one value. */
  static List<String> fieldsOf(ObjectNode userData) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : userData.properties()) {
      if (entry.getKey().equals("name") && entry.getValue().isObject()) {
        for (Iterator<String> names = entry.getValue().fieldNames(); names.hasNext(); ) {
          fields.add(OF_NAME + names.next());
        }
      } else {
        fields.add(entry.getKey());
      }
    }
    return fields;
  }

  /** Whether M2M would accept this value. It accepts any value of an unknown field. */
  static boolean isGood(String field, JsonNode value) {
    if (value.isMissingNode()) {
      return false;
    }
    if (ALSO_KNOWN.contains(field)) {
      return field.equals("idImage") ? value.isTextual() : value.path("type").isTextual();
    }
    if (!REQUIRED.contains(field)) {
      return !field.equals("name");
    }
    return isText(value) && (!field.equals("dob") || isDate(value.asText()));
  }

  private static boolean isText(JsonNode value) {
    return value.isTextual() && !value.asText().isBlank();
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  static JsonNode at(ObjectNode userData, String field) {
    return field.startsWith(OF_NAME)
        ? userData.path("name").path(field.substring(OF_NAME.length()))
        : userData.path(field);
  }

  static void put(ObjectNode userData, String field, JsonNode value) {
    if (field.startsWith(OF_NAME)) {
      ObjectNode name =
          userData.path("name") instanceof ObjectNode there ? there : userData.putObject("name");
      name.set(field.substring(OF_NAME.length()), value);
    } else {
      userData.set(field, value);
    }
  }
}
