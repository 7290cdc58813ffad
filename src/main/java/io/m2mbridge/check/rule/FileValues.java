package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values in a site's files: each scalar with the keys that lead to it, and its route and step.
 * What Camel doesn't load is left out: a route whose precondition isn't met, and templates, whose
 * values their parameters give.
 */
final class FileValues {
  private static final Set<String> TEMPLATES = Set.of("routeTemplate", "templatedRoute");
  private static final Set<String> ROUTES = Set.of("route", "from", "routeConfiguration");

  private final List<Value> found = new ArrayList<>();

  private FileValues() {}

  /**
   * One scalar.
   *
   * @param keys the keys that lead to it, the first one that of the item of the file, such as
   *     {@code route}
   * @param where the route and the step, or the bean; null for anything else
   * @param owner the mapping that it is in; null at the top of a file
   */
  record Value(
      YamlNode node,
      String text,
      List<String> keys,
      @Nullable String where,
      @Nullable YamlNode owner) {
    /** The last key. */
    String key() {
      return keys.isEmpty() ? "" : keys.get(keys.size() - 1);
    }

    /** The key before the last; empty if there is none. */
    String parentKey() {
      return keys.size() < 2 ? "" : keys.get(keys.size() - 2);
    }

    /** Whether it is a text for people, which Camel doesn't evaluate. */
    boolean isDescription() {
      return Set.of("description", "note", "id").contains(key());
    }
  }

  static List<Value> of(Site site) {
    FileValues values = new FileValues();
    for (RouteFile file : site.files()) {
      for (YamlNode document : file.documents()) {
        document.items().forEach(item -> values.item(site, item));
      }
    }
    return values.found;
  }

  private void item(Site site, YamlNode item) {
    for (YamlNode.Entry entry : item.entries()) {
      YamlNode value = entry.value();
      if (TEMPLATES.contains(entry.name())) {
        continue;
      }
      List<String> keys = List.of(entry.name());
      if (!ROUTES.contains(entry.name())) {
        walk(value, keys, null, null, item);
      } else if (Precondition.isMet(site, value)) {
        String id = value.text("id");
        String route = id == null ? item.place().file() : id;
        walk(value, keys, route, route, item);
      }
    }
  }

  private void walk(
      YamlNode node,
      List<String> keys,
      @Nullable String route,
      @Nullable String where,
      @Nullable YamlNode owner) {
    String text = node.text();
    if (text != null) {
      found.add(new Value(node, text, keys, where, owner));
    }
    node.items().forEach(item -> walk(item, keys, route, where(item, keys, route, where), node));
    for (YamlNode.Entry entry : node.entries()) {
      List<String> all = new ArrayList<>(keys);
      all.add(entry.name());
      boolean isStep = keys.size() > 1 && keys.get(keys.size() - 1).equals("steps");
      String id = entry.value().text("id");
      String at = isStep ? route + "/" + (id == null ? entry.name() : id) : where;
      walk(entry.value(), List.copyOf(all), route, at, node);
    }
  }

  private static @Nullable String where(
      YamlNode item, List<String> keys, @Nullable String route, @Nullable String where) {
    if (keys.equals(List.of("beans"))) {
      return "the bean " + item.text("name");
    }
    String id = item.text("id");
    return id == null || route == null ? where : route + "/" + id;
  }
}
