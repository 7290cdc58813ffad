package io.m2mbridge.console.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

/** The addresses of screens. */
public final class Paths {
  /** What all addresses of the console begin with. */
  public static final String ROOT = "/console/";

  private Paths() {}

  /** The timeline of what an id names. A browser would change a path of dots, but no parameter. */
  public static String show(String id) {
    return id.matches("\\.{1,2}") ? of("show", Map.of("id", id)) : ROOT + "show/" + encoded(id);
  }

  /** The payload of a delivery. */
  public static String payload(long delivery) {
    return ROOT + "payload/" + delivery;
  }

  /** A screen with parameters, in their order. */
  public static String of(String screen, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return ROOT + screen + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
