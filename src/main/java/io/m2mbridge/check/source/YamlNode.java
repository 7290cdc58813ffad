package io.m2mbridge.check.source;

import io.m2mbridge.check.finding.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML file, with its place. Unlike a parsed value it keeps a key that is set twice.
 */
public final class YamlNode {
  private final String file;
  private final Node node;
  private @Nullable List<Entry> entries;
  private @Nullable List<YamlNode> items;

  YamlNode(String file, Node node) {
    this.file = file;
    this.node = node;
  }

  /** A text that is in no file. */
  static YamlNode scalar(String text) {
    return new YamlNode("", new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED));
  }

  /** One key of a mapping and its value. */
  public record Entry(YamlNode key, YamlNode value) {
    /** The key in camel case: Camel reads {@code set-body} as {@code setBody}. */
    public String name() {
      return camelCase(String.valueOf(key.text()));
    }
  }

  private static String camelCase(String name) {
    if (name.indexOf('-') == -1) {
      return name;
    }
    StringBuilder camel = new StringBuilder();
    boolean up = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-') {
        up = true;
      } else {
        camel.append(up ? Character.toUpperCase(c) : c);
        up = false;
      }
    }
    return camel.toString();
  }

  public Place place() {
    return node.getStartMark()
        .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Place.of(file));
  }

  /** The text of a scalar; null for a mapping or a list. */
  public @Nullable String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  /** Whether it is a scalar in quotes or a block, which no {@code #} begins a comment in. */
  public boolean isQuoted() {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.PLAIN;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The entries of a mapping in the order of the file; none for anything else. */
  public List<Entry> entries() {
    List<Entry> read = entries;
    if (read == null) {
      read = List.copyOf(readEntries());
      entries = read;
    }
    return read;
  }

  private List<Entry> readEntries() {
    List<Entry> entries = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(
              tuple ->
                  entries.add(
                      new Entry(
                          new YamlNode(file, tuple.getKeyNode()),
                          new YamlNode(file, tuple.getValueNode()))));
    }
    return entries;
  }

  /** The items of a list; none for anything else. */
  public List<YamlNode> items() {
    List<YamlNode> read = items;
    if (read == null) {
      read = readItems();
      items = read;
    }
    return read;
  }

  private List<YamlNode> readItems() {
    return node instanceof SequenceNode list
        ? list.getValue().stream()
            .map(each -> new YamlNode(file, each))
            .collect(Collectors.toList())
        : List.of();
  }

  /** The value of a key of a mapping, in camel case; null where it has none. */
  public @Nullable YamlNode get(String key) {
    for (Entry entry : entries()) {
      if (entry.name().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  /** The text of a key's scalar; null where there is none. */
  public @Nullable String text(String key) {
    YamlNode value = get(key);
    return value == null ? null : value.text();
  }
}
