package io.m2mbridge.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;

/**
 * Makes YAML into JSON as Camel reads it: every scalar is a text, and an option's name may have
 * hyphens, but a step's may not.
 */
final class YamlAsJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Site site;

  YamlAsJson(Site site) {
    this.site = site;
  }

  JsonNode of(YamlNode document) {
    return of(document, true);
  }

  /** Makes a node into JSON; the keys of the items of a list of steps are names. */
  private JsonNode of(YamlNode node, boolean isSteps) {
    String text = node.text();
    if (text != null && isSteps && text.isEmpty()) {
      return JSON.arrayNode(); // steps: with nothing below it, of which EmptyBranchRule tells
    }
    if (text != null) {
      return JSON.textNode(resolved(text));
    }
    if (node.isList()) {
      var list = JSON.arrayNode();
      node.items().forEach(item -> list.add(of(item, isSteps)));
      return list;
    }
    var map = JSON.objectNode();
    for (YamlNode.Entry entry : node.entries()) {
      String name = isSteps ? String.valueOf(entry.key().text()) : entry.name();
      map.set(name, of(entry.value(), !isSteps && entry.name().equals("steps")));
    }
    return map;
  }

  /** The value of a text that is one placeholder alone. */
  String resolved(String text) {
    boolean isOne = text.startsWith("{{") && text.indexOf("}}") == text.length() - 2;
    String name = isOne ? text.substring(2, text.length() - 2) : "";
    int colon = name.indexOf(':');
    String key = (colon == -1 ? name : name.substring(0, colon)).replaceFirst("^[?!]", "");
    return isOne
        ? site.setting().apply(key).orElse(colon == -1 ? text : name.substring(colon + 1))
        : text;
  }
}
