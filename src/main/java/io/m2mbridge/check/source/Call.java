package io.m2mbridge.check.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a step or of a {@code from}.
 *
 * @param scheme the component, such as {@code http}; empty if an expression or a placeholder gives
 *     it
 * @param path what follows the scheme without its options, such as {@code //ledger/operations}, or
 *     the parameter that stands for it
 * @param options the options by name, from the URI and from {@code parameters}
 * @param uri the endpoint as it is written, without {@code parameters}
 * @param node where the URI is written
 */
public record Call(
    String scheme, String path, Map<String, String> options, String uri, YamlNode node) {
  private static final Set<String> KINDS =
      Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll", "from", "recipientList");

  /** The parameter in which each of these components takes its path. */
  private static final Map<String, String> PATH_PARAMETERS =
      Map.ofEntries(
          Map.entry("direct", "name"),
          Map.entry("seda", "name"),
          Map.entry("log", "loggerName"),
          Map.entry("file", "directoryName"),
          Map.entry("http", "httpUri"),
          Map.entry("https", "httpUri"),
          Map.entry("sql", "query"),
          Map.entry("jdbc", "dataSourceName"),
          Map.entry("kafka", "topic"),
          Map.entry("jms", "destinationName"),
          Map.entry("micrometer", "metricsName"),
          Map.entry("platform-http", "path"),
          Map.entry("m2m-deliveries", "name"),
          Map.entry("m2m-notices", "name"),
          Map.entry("timer", "timerName"));

  static @Nullable Call of(String kind, YamlNode value) {
    if (!KINDS.contains(kind)) {
      return null;
    }
    YamlNode node = value.text() == null ? uri(value) : value;
    String uri = node == null ? null : node.text();
    return uri == null || node == null ? null : of(uri, node, parameters(value.get("parameters")));
  }

  private static @Nullable YamlNode uri(YamlNode value) {
    YamlNode uri = value.get("uri");
    return uri == null ? Expressions.in(value) : uri;
  }

  /** Reads the endpoint in the value of a setting, which has no place in a file. */
  public static Call of(String uri) {
    return of(uri, YamlNode.scalar(uri), Map.of());
  }

  private static Map<String, String> parameters(@Nullable YamlNode node) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (node != null) {
      node.entries()
          .forEach(
              entry ->
                  parameters.put(
                      String.valueOf(entry.key().text()), String.valueOf(entry.value().text())));
    }
    return parameters;
  }

  /** The same endpoint with its placeholders replaced. */
  public Call resolved(UnaryOperator<String> placeholders) {
    Map<String, String> values = new LinkedHashMap<>();
    options.forEach((name, value) -> values.put(name, placeholders.apply(value)));
    return of(placeholders.apply(uri), node, values);
  }

  private static Call of(String uri, YamlNode node, Map<String, String> parameters) {
    int query = uri.indexOf('?');
    String endpoint = query == -1 ? uri : uri.substring(0, query);
    int colon = endpoint.indexOf(':');
    boolean isComputed = endpoint.startsWith("{{") || endpoint.startsWith("${");
    String scheme = isComputed ? "" : colon == -1 ? endpoint : endpoint.substring(0, colon);
    String path = isComputed ? endpoint : colon == -1 ? "" : endpoint.substring(colon + 1);
    Map<String, String> options = new LinkedHashMap<>();
    if (query != -1) {
      for (String option : uri.substring(query + 1).split("&")) {
        int equals = option.indexOf('=');
        options.put(
            equals == -1 ? option : option.substring(0, equals),
            equals == -1 ? "" : option.substring(equals + 1));
      }
    }
    options.putAll(parameters);
    String parameter = PATH_PARAMETERS.get(scheme);
    if (path.isEmpty() && parameter != null) {
      path = options.getOrDefault(parameter, "");
    }
    return new Call(scheme, path, options, uri, node);
  }

  /** The name of a {@code direct} endpoint; null for any other. */
  public @Nullable String direct() {
    if (!scheme.equals("direct")) {
      return null;
    }
    return path.startsWith("//") ? path.substring(2) : path;
  }
}
