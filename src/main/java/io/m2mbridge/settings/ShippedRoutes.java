package io.m2mbridge.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The route files in the jar. */
public final class ShippedRoutes {
  /**
   * The resource with the files' names. The build writes it, because not every class loader can
   * list a folder of a jar.
   */
  private static final String INDEX = "/m2m-bridge.routes";

  private ShippedRoutes() {}

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
