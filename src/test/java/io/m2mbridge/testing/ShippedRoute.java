package io.m2mbridge.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a file in {@code routes/} says. A team may edit the text of a notice or the headers of a
 * forward: a test compares with the file, and not with a copy of it.
 */
public final class ShippedRoute {
  private final String name;
  private final Object yaml;

  private ShippedRoute(String name, Object yaml) {
    this.name = name;
    this.yaml = yaml;
  }

  public static ShippedRoute of(String name) {
    try {
      String text = Files.readString(Path.of("routes", name + ".camel.yaml"));
      return new ShippedRoute(name, new Load(LoadSettings.builder().build()).loadFromString(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Evaluates the simple expression of a step. */
  public String text(String step, Map<String, ?> variables) {
    Map<?, ?> found =
        maps(yaml)
            .filter(map -> step.equals(map.get("id")))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(name + " has no step " + step));
    Map<?, ?> expression = (Map<?, ?>) found.get("expression");
    String simple = (String) ((Map<?, ?>) expression.get("simple")).get("expression");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      Exchange exchange = new DefaultExchange(context);
      variables.forEach(exchange::setVariable);
      return context
          .resolveLanguage("simple")
          .createExpression(simple)
          .evaluate(exchange, String.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The headers that any step sets. */
  public Set<String> headers() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    maps(yaml).forEach(map -> addHeaders(map, names));
    return names;
  }

  private static void addHeaders(Map<?, ?> map, Set<String> names) {
    if (map.get("setHeader") instanceof Map<?, ?> one) {
      names.add((String) one.get("name"));
    }
    if (map.get("setHeaders") instanceof Map<?, ?> several) {
      for (Object each : (List<?>) several.get("headers")) {
        names.add((String) ((Map<?, ?>) each).get("name"));
      }
    }
  }

  /** Those of some headers that no step sets. */
  public Set<String> without(Collection<String> headers) {
    Set<String> others = new HashSet<>(headers);
    Set<String> set = headers();
    others.removeIf(set::contains);
    return others;
  }

  /** Asserts that a message has headers, and in addition to them only such as the route sets. */
  public void assertHeaders(Map<String, ?> expected, Map<String, Object> headers) {
    expected.forEach((header, value) -> assertEquals(value, headers.get(header), header));
    assertEquals(Set.of(), without(headers.keySet()));
  }

  private static Stream<Map<?, ?>> maps(Object yaml) {
    if (yaml instanceof Map<?, ?> map) {
      return Stream.concat(Stream.of(map), map.values().stream().flatMap(ShippedRoute::maps));
    }
    return yaml instanceof List<?> list ? list.stream().flatMap(ShippedRoute::maps) : Stream.of();
  }
}
