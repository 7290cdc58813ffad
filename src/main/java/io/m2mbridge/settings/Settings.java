package io.m2mbridge.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConstants;
import org.apache.camel.main.MainHelper;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings {@code m2m.*}. Environment variables have precedence, then system properties,
 * then {@code application.properties} in the working directory, then the defaults in the jar.
 */
public final class Settings {
  public static final String FILE = "file:application.properties;optional=true";
  private static final String DEFAULTS = "/m2m-bridge.properties";

  /**
   * The settings that hold a secret. Each has a setting {@code …-file} that names a file instead.
   */
  public static final List<String> SECRETS =
      List.of("m2m.webhook.secret", "m2m.api.key", "m2m.database.password");

  /** The endpoints that have a default. */
  private static final List<String> ENDPOINTS =
      List.of("m2m.forward.default", "m2m.notify.endpoint");

  private final CamelContext context;

  public Settings(CamelContext context) {
    this.context = context;
  }

  /** Tells Camel where settings come from, for a bridge that runs alone. */
  public static void configure(Main main) {
    main.setDefaultPropertyPlaceholderLocation(FILE);
    main.setInitialProperties(defaults());
    // A bridge that runs alone takes its routes from the folder, not from the jar.
    main.addInitialProperty("m2m.routes.enabled", "false");
  }

  /**
   * Adds the defaults {@code m2m.*} to the settings of another application. Camel's own settings
   * are the application's matter. A setting that the application sets gets no default: on Spring
   * Boot, Camel would find the default first.
   */
  public void addDefaults() {
    var properties = context.getPropertiesComponent();
    Properties defaults = load();
    for (String key : defaults.stringPropertyNames()) {
      if (key.startsWith("m2m.") && properties.resolveProperty(key).isEmpty()) {
        properties.addInitialProperty(key, defaults.getProperty(key));
      }
    }
  }

  /** Makes Camel mask the secrets when it prints the settings that were used. */
  public void hideSecrets() {
    var extension = context.getCamelContextExtension();
    String others = extension.getAdditionalSensitiveKeywords();
    String secrets = String.join(",", SECRETS);
    extension.setAdditionalSensitiveKeywords(others == null ? secrets : others + "," + secrets);
  }

  /** Whether deliveries are stored in PostgreSQL. */
  public boolean usesDatabase() {
    return get("m2m.deliveries.repository").equals("jdbc");
  }

  /**
   * Returns the settings with another file in place of {@code application.properties}.
   *
   * @param location as Camel names it: {@code file:x.properties}
   */
  public static Settings of(String location) {
    CamelContext context = new DefaultCamelContext();
    context.setPropertiesComponent(new SettingsComponent());
    context.getPropertiesComponent().setLocation(location);
    context.getPropertiesComponent().setInitialProperties(defaults());
    context.build();
    SettingsComponent.checkFilesOf(context);
    return new Settings(context);
  }

  /** Returns the defaults in the jar; in the dev profile, those of that profile override them. */
  public static Properties defaults() {
    Properties defaults = load();
    if (isDev()) {
      defaults.putAll(DevProperties.read());
    }
    return defaults;
  }

  /** Whether the profile is dev. The default is prod. */
  public static boolean isDev() {
    return MainHelper.lookupPropertyFromSysOrEnv(MainConstants.PROFILE)
        .filter("dev"::equals)
        .isPresent();
  }

  private static Properties load() {
    try (InputStream file = Settings.class.getResourceAsStream(DEFAULTS)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + DEFAULTS);
      }
      Properties properties = new Properties();
      properties.load(file);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The context whose settings these are. */
  public CamelContext context() {
    return context;
  }

  /**
   * Reads the environment variables that Camel doesn't find because of the default locale. Camel
   * changes the case of names by that locale, and the Turkish one maps i to another letter than I.
   */
  public void takeVariables() {
    for (String key : KnownSettings.with(List.of()).keys()) {
      String value = System.getenv(variable(key));
      if (value != null
          && !ServiceLinks.contain(variable(key), value)
          && IOHelper.lookupEnvironmentVariable(key) == null) {
        override(key, value);
      }
    }
  }

  /**
   * Returns the value of a setting without white space around it, or an empty string if it isn't
   * set.
   */
  public String get(String key) {
    return find(key).map(String::strip).orElse("");
  }

  /**
   * Returns the value of a setting as it is written; empty if it isn't set.
   *
   * @param key one of Camel's own in camel case; it is also found with hyphens, as Camel finds it
   * @throws IllegalArgumentException if a placeholder in the value has no value
   */
  public Optional<String> find(String key) {
    var properties = context.getPropertiesComponent();
    int last = key.lastIndexOf('.') + 1;
    // With hyphens first: the jar's defaults are in camel case.
    Optional<String> withHyphens =
        key.startsWith("camel.")
            ? properties.resolveProperty(
                key.substring(0, last) + StringHelper.camelCaseToDash(key.substring(last)))
            : Optional.empty();
    return withHyphens.or(() -> properties.resolveProperty(key));
  }

  /**
   * Returns the environment variable that sets a setting: {@code M2M_API_KEY} for {@code
   * m2m.api.key}.
   */
  public static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Treats an endpoint setting with an empty value as not set. Compose files set such values. */
  public void ignoreBlank() {
    var properties = context.getPropertiesComponent();
    Properties defaults = defaults();
    for (String key : ENDPOINTS) {
      if (get(key).isEmpty()) {
        override(key, defaults.getProperty(key));
      }
    }
    for (String event : KnownSettings.EVENTS) {
      String key = forwardOf(event);
      if (properties.resolveProperty(key).filter(String::isBlank).isPresent()) {
        override(key, get(ENDPOINTS.get(0)));
      }
    }
  }

  private static String forwardOf(String event) {
    return "m2m." + event + ".forward";
  }

  /**
   * Takes new values that {@code application.properties} has by now. What has precedence over the
   * file keeps it.
   *
   * @param changed the values; null for a setting that the file doesn't set any more
   */
  public void take(Map<String, @Nullable String> changed) {
    SettingsComponent component = (SettingsComponent) context.getPropertiesComponent();
    component.take(changed);
    // These were made of the blank values of before.
    Properties overrides = component.getOverrideProperties();
    ENDPOINTS.forEach(overrides::remove);
    KnownSettings.EVENTS.forEach(event -> overrides.remove(forwardOf(event)));
    ignoreBlank();
  }

  /**
   * Reads the files that settings {@code …-file} name, and sets each secret to its file's content.
   * It overrides the dev profile's secrets. It also finds placeholders of vaults whose component is
   * missing.
   *
   * @return one sentence on each mistake
   */
  public List<String> readSecrets() {
    return new SecretFiles(this).read();
  }

  /**
   * Finds the secrets that have a value as well as a file, before {@link #readSecrets}. It reads no
   * file.
   *
   * @return one sentence on each
   * @throws IllegalArgumentException if a value names a setting that has none
   */
  public List<String> secretsSetTwice() {
    return new SecretFiles(this).setTwice();
  }

  /** Overrides a setting for this run. */
  public void override(String key, String value) {
    context.getPropertiesComponent().addOverrideProperty(key, value);
  }
}
