package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What holds for each file of {@code routes/}. */
class RoutesStyleTest {
  private static final int STEPS = 7;
  private static final int WORDS = 25;
  private static final Set<String> LANGUAGES =
      Set.of("simple", "constant", "variable", "header", "exchangeProperty");

  /** Components that stay within the process. */
  private static final List<String> INSIDE = List.of("direct", "seda", "micrometer");

  private final List<String> mistakes = new ArrayList<>();

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void followsTheRules(Path file) throws IOException {
    String text = Files.readString(file);
    if (text.lines().anyMatch(line -> line.strip().startsWith("#"))) {
      mistakes.add("a comment, which visual editors drop: put it into a description");
    }
    for (Object each : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(text)) {
      Map<?, ?> entry = (Map<?, ?>) each;
      if (entry.get("route") instanceof Map<?, ?> route) {
        route(file, route);
      } else if (entry.get("routeConfiguration") instanceof Map<?, ?> configuration) {
        described("the configuration " + configuration.get("id"), configuration);
        node("routeConfiguration", configuration);
      }
    }
    assertEquals(List.of(), mistakes);
  }

  private void route(Path file, Map<?, ?> route) {
    String id = String.valueOf(route.get("id"));
    if (!String.valueOf(file.getFileName()).equals(id + ".camel.yaml")) {
      mistakes.add("the route's id is not the file's name: " + id);
    }
    described("the route", route);
    if (sentences(route.get("description")).size() != 1) {
      mistakes.add("the route's description is not one sentence");
    }
    Map<?, ?> from = (Map<?, ?>) route.get("from");
    String uri = String.valueOf(from.get("uri"));
    if (INSIDE.contains(uri)) {
      if (!id.equals(((Map<?, ?>) from.get("parameters")).get("name"))) {
        mistakes.add("the route's id is not the name of its " + uri);
      }
    } else {
      described("the consumer", from);
    }
    List<?> steps = (List<?>) from.get("steps");
    if (steps.size() > STEPS) {
      mistakes.add("the route has " + steps.size() + " steps");
    }
    node("from", from);
  }

  /** Walks through what is below a step, an expression or a list of them. */
  private void node(String name, Map<?, ?> node) {
    if (node.get("description") instanceof String description) {
      for (String sentence : sentences(description)) {
        if (sentence.split("\\s+").length > WORDS) {
          mistakes.add("a sentence of more than " + WORDS + " words: " + sentence);
        }
      }
    }
    if (node.get("uri") instanceof String uri) {
      if (uri.contains("?")) {
        mistakes.add("options in a URI, in place of parameters: " + uri);
      }
      if (name.equals("to") && INSIDE.stream().noneMatch(uri::equals)) {
        described("the call " + node.get("id"), node);
      }
    }
    for (var child : node.entrySet()) {
      String key = String.valueOf(child.getKey());
      if (LANGUAGES.contains(key) && !(child.getValue() instanceof Map<?, ?>)) {
        mistakes.add("an expression in the short form: " + child);
      }
      if (child.getValue() instanceof Map<?, ?> map) {
        node(key, map);
      } else if (child.getValue() instanceof List<?> list) {
        list(key, list);
      }
    }
  }

  private void list(String name, List<?> list) {
    for (Object each : list) {
      if (each instanceof Map<?, ?> map) {
        if (name.equals("steps")) {
          steps(map);
        } else if (Set.of("when", "doCatch").contains(name) && map.get("id") == null) {
          mistakes.add("a branch without an id: " + map);
        }
        node(name, map);
      } else if (name.equals("steps")) {
        mistakes.add("a step in the short form: " + each);
      }
    }
  }

  private void steps(Map<?, ?> step) {
    for (var each : step.entrySet()) {
      if (!(each.getValue() instanceof Map<?, ?> map)) {
        mistakes.add("a step in the short form: " + each);
      } else if (map.get("id") == null) {
        mistakes.add("a step without an id: " + each);
      }
    }
  }

  private void described(String what, Map<?, ?> node) {
    if (!(node.get("description") instanceof String text) || !text.endsWith(".")) {
      mistakes.add(what + " has no description, or one without its full stop");
    }
  }

  private static List<String> sentences(Object description) {
    return List.of(String.valueOf(description).split("(?<=\\.) (?=[A-Z])"));
  }
}
