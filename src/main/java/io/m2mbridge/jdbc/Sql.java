package io.m2mbridge.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The statements under {@code sql/} on the classpath. */
public final class Sql {
  private Sql() {}

  /** The text of {@code sql/<name>.sql}. */
  public static String named(String name) {
    try (InputStream file = Sql.class.getResourceAsStream("/sql/" + name + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks sql/" + name + ".sql");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
