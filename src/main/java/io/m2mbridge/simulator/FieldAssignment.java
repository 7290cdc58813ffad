package io.m2mbridge.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.m2mbridge.settings.ConfigurationException;

/**
 * Parses and applies an assignment such as {@code data.amount.send=12.50}: a field of an envelope
 * by its dotted path, and its value.
 */
final class FieldAssignment {
  private FieldAssignment() {}

  /**
   * Sets the field. Missing objects on its path are created.
   *
   * @param assignment the path, {@code =}, and JSON; a value that isn't JSON is a text
   * @param root the envelope to change
   * @throws ConfigurationException if there is no path, or a part of it isn't an object
   */
  static void apply(String assignment, ObjectNode root) {
    int equals = assignment.indexOf('=');
    String[] names = assignment.substring(0, Math.max(equals, 0)).split("\\.", -1);
    for (String name : names) {
      if (name.isBlank()) {
        throw new ConfigurationException(
            "--set needs a dotted path and a value, such as data.linkId=link_1: " + assignment);
      }
    }
    ObjectNode parent = root;
    for (int i = 0; i < names.length - 1; i++) {
      JsonNode next = parent.path(names[i]);
      if (next.isMissingNode()) {
        next = parent.putObject(names[i]);
      }
      if (!(next instanceof ObjectNode object)) {
        throw new ConfigurationException(
            "--set can't go through " + names[i] + ", which is no object: " + assignment);
      }
      parent = object;
    }
    parent.set(names[names.length - 1], value(assignment.substring(equals + 1)));
  }

  private static JsonNode value(String text) {
    try {
      JsonNode value = EventTemplates.JSON.readTree(text);
      return value.isMissingNode() ? TextNode.valueOf(text) : value;
    } catch (JacksonException | NumberFormatException e) {
      return TextNode.valueOf(text);
    }
  }
}
