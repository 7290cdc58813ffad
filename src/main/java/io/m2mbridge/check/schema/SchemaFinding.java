package io.m2mbridge.check.schema;

import static io.m2mbridge.check.finding.FindingKind.NOT_A_ROUTE;
import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_OPTION;
import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_STEP;
import static io.m2mbridge.check.finding.FindingKind.WRONG_TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what breaks Camel's schema in terms of the file. */
final class SchemaFinding {
  private static final String STEP =
      "/items/definitions/org.apache.camel.model.ProcessorDefinition";

  private final YamlNode document;
  private final JsonNode schema;

  SchemaFinding(YamlNode document, JsonNode schema) {
    this.document = document;
    this.schema = schema;
  }

  /**
   * Adds a finding.
   *
   * @param message what tells most of a place
   * @param all all that is told of that place
   */
  void add(ValidationMessage message, List<ValidationMessage> all, Findings findings) {
    Way way = Way.to(document, message.getInstanceLocation());
    switch (message.getType()) {
      case "additionalProperties" -> unknown(message, all, way, findings);
      case "required" -> missing(message, all, way, findings);
      default -> type(message, all, way, findings);
    }
  }

  private void unknown(
      ValidationMessage message, List<ValidationMessage> all, Way way, Findings findings) {
    String name = String.valueOf(message.getProperty());
    YamlNode.@Nullable Entry entry =
        way.node().entries().stream()
            .filter(each -> each.name().equals(name) || name.equals(each.key().text()))
            .findFirst()
            .orElse(null);
    Place place = entry == null ? way.node().place() : entry.key().place();
    String key = entry == null ? name : String.valueOf(entry.key().text());
    if (way.isAtTop()) {
      findings.add(
          NOT_A_ROUTE,
          place,
          null,
          "Camel knows nothing of the name " + key + " at the top of a file",
          meant(name, namesOf(all))
              .orElse("write route, routeConfiguration or beans, each with its dash"));
    } else if (way.isStep()) {
      findings.add(
          UNKNOWN_STEP,
          place,
          way.where(),
          "Camel has no step " + key,
          meant(name, fields(schema.at(STEP)))
              .orElse("check the indentation: an option belongs below its step"));
    } else {
      Collection<String> known = namesOf(all);
      findings.add(
          UNKNOWN_OPTION,
          place,
          way.where(),
          way.name() + " has no option " + key,
          meant(name, known)
              .orElse(
                  way.name().equals("route") && name.equals("steps")
                      ? "indent steps below from"
                      : list(known)));
    }
  }

  private static void missing(
      ValidationMessage message, List<ValidationMessage> all, Way way, Findings findings) {
    List<String> required =
        all.stream()
            .filter(each -> each.getType().equals("required"))
            .map(each -> String.valueOf(each.getProperty()))
            .distinct()
            .toList();
    // Each language is one form of an expression, of which one is required.
    boolean isExpression = required.size() > 3;
    Optional<YamlNode.Entry> misspelt =
        way.node().entries().stream()
            .filter(each -> isExpression && meant(each.name(), required).isPresent())
            .findFirst();
    if (misspelt.isPresent()) {
      YamlNode key = misspelt.get().key();
      findings.add(
          UNKNOWN_OPTION,
          key.place(),
          way.where(),
          "Camel has no language " + key.text(),
          meant(misspelt.get().name(), required).orElseThrow());
      return;
    }
    findings.add(
        UNKNOWN_OPTION,
        way.place(),
        way.where(),
        way.name()
            + " lacks "
            + (isExpression ? "its expression" : "the option " + message.getProperty()),
        isExpression
            ? "write the language and the expression below it, such as simple or constant"
            : "add " + message.getProperty());
  }

  private static void type(
      ValidationMessage message, List<ValidationMessage> all, Way way, Findings findings) {
    String text = way.node().text();
    if (text != null && (text.contains("{{") || text.startsWith("#"))) {
      return;
    }
    if (text != null && isInOtherCase(text, message)) {
      return;
    }
    if (text != null && way.isStep()) {
      findings.add(
          WRONG_TYPE,
          way.place(),
          way.where(),
          "the step " + text + " is a text without options",
          "write " + text + ": and its options below it, or " + text + ": {}");
      return;
    }
    if (message.getType().equals("maxProperties")) {
      findings.add(
          UNKNOWN_STEP,
          way.place(),
          way.where(),
          "one item of the list has "
              + way.node().entries().stream()
                  .map(entry -> String.valueOf(entry.key().text()))
                  .collect(Collectors.joining(" and ")),
          "give each a dash of its own, and indent the options of a step below it");
      return;
    }
    String expected =
        message.getType().equals("enum")
            ? "one of " + values(message)
            : all.stream()
                .filter(each -> each.getType().equals("type"))
                .map(each -> String.valueOf(each.getArguments()[1]))
                .distinct()
                .map(SchemaFinding::inWords)
                .sorted()
                .collect(Collectors.joining(" or "));
    findings.add(
        WRONG_TYPE,
        way.place(),
        way.where(),
        way.name() + " is " + found(way.node()),
        "write " + (expected.isEmpty() ? "what Camel's documentation of it has" : expected));
  }

  /** Camel reads the values of an enumeration in any case. */
  private static boolean isInOtherCase(String text, ValidationMessage message) {
    return message.getType().equals("enum")
        && List.of(values(message).split(", ")).stream()
            .anyMatch(each -> each.equalsIgnoreCase(text.replace("-", "")));
  }

  private static String values(ValidationMessage message) {
    return String.valueOf(message.getArguments()[0])
        .replaceAll("[\\[\\]\"]", "")
        .replaceAll(",\\s*", ", ");
  }

  private static String found(YamlNode node) {
    String text = node.text();
    if (text == null) {
      return node.isList() ? "a list" : "a mapping";
    }
    return text.isEmpty() ? "empty" : "'" + text + "'";
  }

  private static String inWords(String type) {
    return switch (type) {
      case "number", "integer" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "its options below it, or {} if it has none";
      default -> "a text";
    };
  }

  /** The names that the schemas of all messages allow at their place. */
  private Collection<String> namesOf(List<ValidationMessage> all) {
    TreeSet<String> names = new TreeSet<>();
    for (ValidationMessage message : all) {
      if (message.getType().equals("additionalProperties")) {
        JsonNodePath keyword = message.getSchemaLocation().getFragment();
        JsonNode node = schema;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
          Object element = keyword.getElement(i);
          node =
              element instanceof Integer index ? node.path(index) : child(node, element.toString());
        }
        names.addAll(fields(node));
      }
    }
    return names;
  }

  private static JsonNode child(JsonNode node, String name) {
    return node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
  }

  private static Collection<String> fields(JsonNode definition) {
    List<String> names = new ArrayList<>();
    definition.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Optional<String> meant(String name, Collection<String> known) {
    return SimilarNames.nearest(name, known)
        .filter(match -> match.nearness() != SimilarNames.Nearness.REMOTE)
        .map(match -> "did you mean " + match.name() + "?");
  }

  private static String list(Collection<String> known) {
    return known.isEmpty() || known.size() > 25
        ? "check the indentation and the spelling"
        : "it has " + String.join(", ", known);
  }
}
