package io.m2mbridge.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConstants;
import org.apache.camel.main.MainHelper;
import org.apache.camel.util.IOHelper;

/**
 * The settings, {@code m2m.*}: environment variables and system properties before {@code
 * application.properties} in the working directory, before the defaults in the jar.
 */
public final class Settings {
  public static final String FILE = "file:application.properties;optional=true";
  private static final String DEFAULTS = "/m2m-bridge.properties";

  /** The settings that hold a secret which a file may hold in their place. */
  public static final List<String> SECRETS =
      List.of("m2m.webhook.secret", "m2m.api.key", "m2m.database.password");

  /** A placeholder with a function in front; the name of a setting has a dot. */
  private static final Pattern VAULT = Pattern.compile("\\{\\{\\??([a-zA-Z-]+):");

  private final CamelContext context;

  public Settings(CamelContext context) {
    this.context = context;
  }

  /** Tells Camel where settings come from. */
  public static void configure(Main main) {
    main.setDefaultPropertyPlaceholderLocation(FILE);
    main.setInitialProperties(defaults());
    // Here the routes are those of the folder.
    main.addInitialProperty("m2m.routes.enabled", "false");
  }

  /**
   * Adds the defaults to the settings of another application; those of Camel are its own. On Spring
   * Boot, Camel would find them before what the application sets.
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

  /** Has Camel mask the secrets where it prints the settings that were used. */
  public void hideSecrets() {
    var extension = context.getCamelContextExtension();
    String others = extension.getAdditionalSensitiveKeywords();
    String secrets = String.join(",", SECRETS);
    extension.setAdditionalSensitiveKeywords(others == null ? secrets : others + "," + secrets);
  }

  /** Whether deliveries are stored in the database. */
  public boolean usesDatabase() {
    return get("m2m.deliveries.repository").equals("jdbc");
  }

  /** The settings with a file of any name. */
  public static Settings of(String location) {
    CamelContext context = new DefaultCamelContext();
    context.setPropertiesComponent(new SettingsComponent());
    context.getPropertiesComponent().setLocation(location);
    context.getPropertiesComponent().setInitialProperties(defaults());
    context.build();
    SettingsComponent.checkFilesOf(context);
    return new Settings(context);
  }

  /** The defaults in the jar, with those of the dev profile where that is on. */
  public static Properties defaults() {
    Properties defaults = load();
    if (isDev()) {
      defaults.putAll(DevProperties.read());
    }
    return defaults;
  }

  /** Whether the profile is dev; without one it is prod. */
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
   * Takes the variables that Camel doesn't find where the default locale changes the case of
   * letters in its own way, as the Turkish one does with an i.
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

  /** The value of a setting without white space around it; empty where it isn't set. */
  public String get(String key) {
    return context.getPropertiesComponent().resolveProperty(key).map(String::strip).orElse("");
  }

  /** The environment variable that sets a setting. */
  public static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Takes a setting that is set to nothing, as compose files do, for one that isn't set. */
  public void ignoreBlank() {
    var properties = context.getPropertiesComponent();
    Properties defaults = defaults();
    for (String key : List.of("m2m.forward.default", "m2m.notify.endpoint")) {
      if (get(key).isEmpty()) {
        override(key, defaults.getProperty(key));
      }
    }
    for (String event : KnownSettings.EVENTS) {
      String key = "m2m." + event + ".forward";
      if (properties.resolveProperty(key).filter(String::isBlank).isPresent()) {
        override(key, get("m2m.forward.default"));
      }
    }
  }

  /**
   * Sets each secret whose setting {@code …-file} names a file to what that holds, over the dev
   * profile's own; and looks for vaults that nothing here can open.
   *
   * @return what is wrong, one sentence each
   */
  public List<String> readSecrets() {
    List<String> mistakes = new ArrayList<>();
    for (String key : SECRETS) {
      String fileKey = key + "-file";
      String file = get(fileKey);
      if (file.isEmpty()) {
        refuseUnknownVault(key, mistakes);
        refuseLostBackslash(key, mistakes);
        continue;
      }
      String set = get(key);
      if (!set.isEmpty() && !set.equals(defaults().getProperty(key))) {
        mistakes.add(
            "Both "
                + variable(key)
                + " and "
                + variable(fileKey)
                + " are set: set one of the two.");
        continue;
      }
      if (System.getenv(variable(key)) != null) {
        // To Camel it goes before all that could be set here.
        mistakes.add(
            variable(key) + " is set to nothing beside " + variable(fileKey) + ": unset it.");
        continue;
      }
      try {
        String content = SecretFile.read(file);
        override(key, content);
        if (content.contains("{{") || content.contains("}}") || !get(key).equals(content)) {
          throw new IOException(
              "has double braces, or a backslash at its end, which Camel doesn't take");
        }
      } catch (IOException e) {
        mistakes.add(
            "The file of "
                + fileKey
                + " ("
                + variable(fileKey)
                + ") "
                + e.getMessage()
                + ": set it to one that holds the secret alone, and that this process may read.");
      }
    }
    return mistakes;
  }

  /** Camel would take what follows the vault's name for a default, and thus for the secret. */
  private void refuseUnknownVault(String key, List<String> mistakes) {
    var properties = context.getPropertiesComponent();
    Matcher vault = VAULT.matcher(raw(key));
    while (vault.find()) {
      if (properties.getPropertiesFunction(vault.group(1)) == null) {
        mistakes.add(
            key
                + " ("
                + variable(key)
                + ") is a placeholder of "
                + vault.group(1)
                + ", whose Camel component isn't on the class path: put its jars there.");
      }
    }
  }

  /** Camel drops one of the last two characters, as where a line break was written as \n. */
  private void refuseLostBackslash(String key, List<String> mistakes) {
    String raw = raw(key).strip();
    if (raw.contains("\\") && !raw.contains("{{") && !raw.equals(get(key))) {
      mistakes.add(
          key
              + " ("
              + variable(key)
              + ") has a backslash at its end, or a line break that is written as \\n, which Camel"
              + " doesn't take: set it to the secret alone.");
    }
  }

  /** As it is written, with its placeholders. */
  private String raw(String key) {
    String variable = System.getenv(variable(key));
    String set = variable != null ? variable : System.getProperty(key);
    return set != null
        ? set
        : context.getPropertiesComponent().loadProperties().getProperty(key, "");
  }

  /** Overrides a setting for this run. */
  public void override(String key, String value) {
    context.getPropertiesComponent().addOverrideProperty(key, value);
  }
}
