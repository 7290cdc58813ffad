package io.m2mbridge.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The route files in the jar. */
public final class ShippedRoutes {
  /**
   * The resource with the files' names. The build writes it, because not every class loader can
   * list a folder of a jar.
   */
  private static final String INDEX = "/m2m-bridge.routes";

  /**
   * The routes under {@code former-routes/} in the jar, which an earlier release had and a site's
   * copies may still call. Each has the route that does its work now.
   */
  public static final Map<String, String> FORMER =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  "data-request-forget", "event-user-data-request",
                  "reply-report", "data-request-end",
                  "user-data-in-time", "user-data-get",
                  "user-data-keep", "user-data-prefetch")));

  private ShippedRoutes() {}

  /** Returns the resource of a former route, without a slash at its beginning. */
  public static String former(String name) {
    return "former-routes/" + name + ".camel.yaml";
  }

  /** Returns the names of the files under {@code routes/} in the jar. */
  public static List<String> names() {
    try (InputStream index = ShippedRoutes.class.getResourceAsStream(INDEX)) {
      if (index == null) {
        throw new IllegalStateException("the jar lacks " + INDEX);
      }
      return new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
