package io.m2mbridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConstants;
import org.apache.camel.main.MainHelper;

/**
 * The settings, {@code m2m.*}: environment variables and system properties before {@code
 * application.properties} in the working directory, before the defaults in the jar.
 */
final class Settings {
  static final String FILE = "file:application.properties;optional=true";
  private static final String DEFAULTS = "/m2m-bridge.properties";
  private static final String DEV_DEFAULTS = "/m2m-bridge-dev.properties";

  private final CamelContext context;

  Settings(CamelContext context) {
    this.context = context;
  }

  /** Tells Camel where settings come from. */
  static void configure(Main main) {
    main.setDefaultPropertyPlaceholderLocation(FILE);
    main.setInitialProperties(defaults());
  }

  /** The settings as a bridge in this folder would have them, for a command that runs none. */
  static Settings standalone() {
    return of(FILE);
  }

  /** The settings with a file of any name. */
  static Settings of(String location) {
    CamelContext context = new DefaultCamelContext();
    context.getPropertiesComponent().setLocation(location);
    context.getPropertiesComponent().setInitialProperties(defaults());
    context.build();
    return new Settings(context);
  }

  /** The defaults in the jar, with those of the dev profile where that is on. */
  static Properties defaults() {
    Properties defaults = load(new Properties(), DEFAULTS);
    return isDev() ? load(defaults, DEV_DEFAULTS) : defaults;
  }

  /** Whether the profile is dev; without one it is prod. */
  static boolean isDev() {
    return MainHelper.lookupPropertyFromSysOrEnv(MainConstants.PROFILE)
        .filter("dev"::equals)
        .isPresent();
  }

  private static Properties load(Properties into, String resource) {
    try (InputStream file = Settings.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      into.load(file);
      return into;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a setting without white space around it; empty where it isn't set. */
  String get(String key) {
    return context.getPropertiesComponent().resolveProperty(key).map(String::strip).orElse("");
  }

  /** The environment variable that sets a setting. */
  static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Takes a setting that is set to nothing, as compose files do, for one that isn't set. */
  void ignoreBlank() {
    var properties = context.getPropertiesComponent();
    Properties defaults = defaults();
    for (String key : List.of("m2m.forward.default", "m2m.notify.endpoint")) {
      if (get(key).isEmpty()) {
        override(key, defaults.getProperty(key));
      }
    }
    for (String event : SettingsCheck.EVENTS) {
      String key = "m2m." + event + ".forward";
      if (properties.resolveProperty(key).filter(String::isBlank).isPresent()) {
        override(key, get("m2m.forward.default"));
      }
    }
  }

  /** Overrides a setting for this run. */
  void override(String key, String value) {
    context.getPropertiesComponent().addOverrideProperty(key, value);
  }
}
