package io.m2mbridge.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of all settings and variables that are read: those that have a default, those that a
 * route names, and those that the log configuration names.
 */
public final class KnownSettings {
  /** The events' names, as settings and route ids contain them. */
  public static final List<String> EVENTS =
      List.of(
          "link-created",
          "link-opened",
          "user-data-request",
          "operation-created",
          "operation-cancelled",
          "unknown");

  /** The prefix of a site's own settings. Any name with it is accepted. */
  public static final String SITE = "m2m.site.";

  /** Settings without a default: the library reads them before it adds the defaults. */
  private static final List<String> WITHOUT_DEFAULT =
      List.of("m2m.routes.enabled", "m2m.routes.folder");

  private static final List<String> KAMELETS = List.of("m2m-webhook-source", "m2m-data-reply-sink");

  /**
   * {@code {{m2m.x}}}, {@code {{?m2m.x}}}, {@code {{m2m.x:default}}}, and within a bean or text.
   */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?:\\{\\{[?!]?|#property:|properties:|propertiesExist:)\\s*\\??(m2m\\.[A-Za-z0-9._-]+)");

  private static final Pattern ENVIRONMENT = Pattern.compile("env[:.]\\s*([A-Za-z0-9_]+)");

  private final Set<String> keys = new TreeSet<>();
  private final Set<String> variables = new TreeSet<>();

  private KnownSettings() {}

  /**
   * Returns the names that the jar reads and those that a site's texts name.
   *
   * @param texts the site's routes and the values of its settings, which may name further settings
   */
  public static KnownSettings with(Collection<String> texts) {
    KnownSettings known = new KnownSettings();
    known.keys.addAll(WITHOUT_DEFAULT);
    Settings.defaults().stringPropertyNames().stream()
        .filter(key -> key.startsWith("m2m."))
        .forEach(known.keys::add);
    shipped().map(KnownSettings::text).forEach(known::addThoseIn);
    texts.forEach(known::addThoseIn);
    known.keys.forEach(key -> known.variables.add(Settings.variable(key)));
    return known;
  }

  private static Stream<String> shipped() {
    return Stream.of(
            ShippedRoutes.names().stream().map(name -> "/routes/" + name),
            KAMELETS.stream().map(name -> "/kamelets/" + name + ".kamelet.yaml"),
            Stream.of("/m2m-bridge-log4j2.properties"))
        .flatMap(files -> files);
  }

  /** Returns the file of the beans that the jar has for an application. */
  public static String shippedBeans() {
    return text("/routes/beans.camel.yaml");
  }

  private static String text(String resource) {
    try (InputStream file = KnownSettings.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addThoseIn(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      keys.add(placeholder.group(1));
    }
    Matcher environment = ENVIRONMENT.matcher(text);
    while (environment.find()) {
      variables.add(environment.group(1));
    }
  }

  /** Returns the names of the settings. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(keys);
  }

  /**
   * Returns the names of the environment variables: one for each setting, and those that a text
   * reads directly.
   */
  public Set<String> variables() {
    return Collections.unmodifiableSet(variables);
  }

  /** Returns the setting that an environment variable sets, or the name itself if it sets none. */
  public String keyOf(String name) {
    return keys.stream()
        .filter(key -> Settings.variable(key).equals(name))
        .findFirst()
        .orElse(name);
  }
}
