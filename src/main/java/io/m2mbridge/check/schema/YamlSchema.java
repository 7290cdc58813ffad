package io.m2mbridge.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Camel's schema of routes in YAML. It allows many forms of a step, and a file that has none of
 * them breaks the rules of all: of these only what lies deepest in the file is told.
 */
final class YamlSchema {
  private static final String SCHEMA = "/schema/camelYamlDsl.json";

  private final JsonSchema schema;
  private final JsonNode tree;

  YamlSchema() {
    try (InputStream in = JsonSchema.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + SCHEMA);
      }
      tree = new ObjectMapper().readTree(in);
      // Camel converts texts to numbers and booleans, and so does "loose".
      schema =
          factory()
              .getSchema(
                  tree,
                  SchemaValidatorsConfig.builder()
                      .typeLoose(true)
                      .preloadJsonSchema(false)
                      .cacheRefs(true)
                      .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Knows the one keyword of Camel's that JSON Schema doesn't have, of which it would warn. */
  private static JsonSchemaFactory factory() {
    JsonMetaSchema camels =
        JsonMetaSchema.builder(JsonMetaSchema.getV4())
            .keyword(new NonValidationKeyword("deprecated"))
            .build();
    return JsonSchemaFactory.getInstance(VersionFlag.V4, builder -> builder.metaSchema(camels));
  }

  /** Adds what the files of a site have against the schema. */
  void check(Site site, Findings findings) {
    for (RouteFile file : site.files()) {
      for (YamlNode document : file.documents()) {
        if (document.isList()) {
          check(site, document, findings);
        }
      }
    }
  }

  private void check(Site site, YamlNode document, Findings findings) {
    JsonNode json = new YamlAsJson(site).of(document);
    Map<String, List<ValidationMessage>> byPlace = new LinkedHashMap<>();
    Map<String, JsonNodePath> paths = new LinkedHashMap<>();
    for (ValidationMessage message : schema.validate(json)) {
      String place = message.getInstanceLocation().toString();
      byPlace.computeIfAbsent(place, key -> new ArrayList<>()).add(message);
      paths.put(place, message.getInstanceLocation());
    }
    byPlace.forEach(
        (place, messages) -> {
          ValidationMessage told = first(messages);
          boolean isTold =
              told.getType().equals("additionalProperties")
                  ? paths.values().stream().noneMatch(each -> isWorse(each, told, byPlace))
                  : paths.values().stream().noneMatch(each -> isBelow(each, told))
                      && !isSlid(told, byPlace);
          if (isTold) {
            new SchemaFinding(document, tree).add(told, messages, findings);
          }
        });
  }

  private static ValidationMessage first(List<ValidationMessage> messages) {
    return messages.stream().min(Comparator.comparing(YamlSchema::rank)).orElseThrow();
  }

  private static boolean isBelow(JsonNodePath path, ValidationMessage message) {
    JsonNodePath above = message.getInstanceLocation();
    return path.getNameCount() > above.getNameCount() && path.startsWith(above);
  }

  /** Whether something deeper tells more than that a step lacks the options that have slid out. */
  private static boolean isWorse(
      JsonNodePath path, ValidationMessage message, Map<String, List<ValidationMessage>> byPlace) {
    return isBelow(path, message)
        && !first(byPlace.getOrDefault(path.toString(), List.of())).getType().equals("required");
  }

  /** Whether a step lacks an option because its options stand next to it. */
  private static boolean isSlid(
      ValidationMessage message, Map<String, List<ValidationMessage>> byPlace) {
    JsonNodePath above = message.getInstanceLocation().getParent();
    List<ValidationMessage> messages = above == null ? null : byPlace.get(above.toString());
    return message.getType().equals("required")
        && messages != null
        && first(messages).getType().equals("additionalProperties");
  }

  /** What tells most comes first: a name that isn't known, a type, a value that isn't in a list. */
  private static int rank(ValidationMessage message) {
    return switch (message.getType()) {
      case "additionalProperties" -> 0;
      case "enum" -> 1;
      case "type" -> 2;
      case "maxProperties" -> 3;
      case "required" -> 4;
      default -> 5;
    };
  }
}
