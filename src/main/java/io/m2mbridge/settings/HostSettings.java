package io.m2mbridge.settings;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Reads the settings of another application without running it. */
public final class HostSettings {
  private static final String ENABLED = "m2m.routes.enabled";
  private static final String FOLDER = "m2m.routes.folder";

  /** A placeholder of Spring Boot or Quarkus, with or without a default. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.-]+)(?::([^{}]*))?}");

  private static final Set<String> KNOWN = KnownSettings.with(List.of()).keys();

  private HostSettings() {}

  /**
   * Returns the settings that the application has by its {@code application.properties} and the
   * environment. A value that only the application itself knows is left out. The folder is put on
   * the class path of their context.
   *
   * @param resources the folder with the application's resources, such as {@code
   *     src/main/resources}
   * @throws ConfigurationException if there is no such folder, or no setting names the routes
   */
  public static Settings in(Path resources) {
    if (!Files.isDirectory(resources)) {
      throw new ConfigurationException(
          "There is no folder "
              + resources
              + ": write the folder with the application's resources, as in --host"
              + " src/main/resources.");
    }
    String file = resources.resolve("application.properties").toString();
    Settings settings = Settings.of("file:" + file + ";optional=true");
    putOnClassPath(resources, settings.context());
    for (PropertiesFile each : SettingsComponent.filesOf(settings.context())) {
      take(each, settings);
    }
    settings.override(ENABLED, "true");
    if (settings.get(FOLDER).isEmpty()) {
      throw new ConfigurationException(
          FOLDER
              + " has no value in "
              + file
              + ", so there is no route of the application to check: set it there, or set "
              + Settings.variable(FOLDER)
              + " to the value that the application has.");
    }
    return settings;
  }

  private static void putOnClassPath(Path resources, CamelContext context) {
    try {
      URL[] folder = {resources.toUri().toURL()};
      ClassLoader loader = new URLClassLoader(folder, HostSettings.class.getClassLoader());
      context.setApplicationContextClassLoader(loader);
      PluginHelper.getPackageScanResourceResolver(context).addClassLoader(loader);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Gives the settings the names and values that the application reads in its file. */
  private static void take(PropertiesFile file, Settings settings) {
    Map<String, @Nullable String> changed = new HashMap<>();
    for (PropertiesFile.Entry entry : file.entries()) {
      changed.put(entry.key(), null);
      changed.put(name(entry.key()), value(entry.value(), settings));
    }
    ((SettingsComponent) settings.context().getPropertiesComponent()).take(changed);
  }

  /**
   * Returns the setting that a name sets. Spring Boot accepts another case and other separators.
   */
  public static String name(String key) {
    return KNOWN.stream().filter(each -> plain(each).equals(plain(key))).findFirst().orElse(key);
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /** A value without the placeholders of Spring Boot and Quarkus; null if only they know it. */
  private static @Nullable String value(String text, Settings settings) {
    StringBuilder value = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      String set = settings.get(placeholder.group(1));
      String known = set.isEmpty() ? placeholder.group(2) : set;
      if (known == null || known.contains("${")) {
        return null;
      }
      placeholder.appendReplacement(value, Matcher.quoteReplacement(known));
    }
    return placeholder.appendTail(value).toString();
  }
}
