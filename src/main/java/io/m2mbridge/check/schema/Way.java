package io.m2mbridge.check.schema;

import com.networknt.schema.JsonNodePath;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from a document to one of its nodes.
 *
 * @param node where it ends
 * @param place of the node, or of its key
 * @param name what the node is called: its key, or the step that it is an item of
 * @param where the route and the step; null outside routes
 * @param isStep whether the node is an item of a list of steps
 * @param isAtTop whether the node is an item of the file
 */
record Way(
    YamlNode node,
    Place place,
    String name,
    @Nullable String where,
    boolean isStep,
    boolean isAtTop) {
  private static final Set<String> ROUTES = Set.of("route", "from", "routeConfiguration");

  /** Follows a JSON path, whose keys are in camel case. */
  static Way to(YamlNode document, JsonNodePath path) {
    YamlNode node = document;
    Place place = document.place();
    String name = "the file";
    String route = null;
    String where = null;
    String list = "";
    boolean isStep = false;
    for (int i = 0; i < path.getNameCount(); i++) {
      String element = String.valueOf(path.getElement(i));
      if (node.isList()) {
        node = node.items().get(Integer.parseInt(element));
        place = node.place();
        isStep = list.equals("steps");
        String id = node.text("id");
        where = id == null || route == null ? where : route + "/" + id;
      } else {
        YamlNode.Entry entry = entry(node, element);
        YamlNode value = entry.value();
        String id = value.text("id");
        if (i == 1 && ROUTES.contains(element)) {
          route = id == null ? place.file() : id;
          where = route;
        } else if (isStep) {
          where = route + "/" + (id == null ? element : id);
        }
        isStep = false;
        list = element;
        name = element;
        node = value;
        place = value.text() == null ? entry.key().place() : value.place();
      }
    }
    return new Way(node, place, name, where, isStep, path.getNameCount() == 1);
  }

  private static YamlNode.Entry entry(YamlNode node, String name) {
    return node.entries().stream()
        .filter(entry -> entry.name().equals(name) || name.equals(entry.key().text()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no key " + name + " at " + node.place()));
  }
}
