package io.m2mbridge.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.FilePropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * Camel's properties component, which reads files as UTF-8 and ignores the variables that
 * Kubernetes sets for services. Overrides have precedence, then environment variables, system
 * properties, files and defaults.
 */
public final class SettingsComponent extends PropertiesComponent {
  /** A setting of Camel's properties component, or the variable that sets it. */
  private static final Pattern OWN = Pattern.compile("(?i)camel[._]component[._]properties[._]");

  public SettingsComponent() {
    setEnvironmentVariableMode(ENVIRONMENT_VARIABLES_MODE_NEVER);
    setSystemPropertiesMode(SYSTEM_PROPERTIES_MODE_NEVER);
    super.addPropertiesSource(new Surroundings());
  }

  @Override
  public void addPropertiesSource(PropertiesSource source) {
    super.addPropertiesSource(
        source instanceof FilePropertiesSource file
            ? new PropertiesFileSource(this, file.getLocation(), file.getOrder())
            : source);
  }

  /**
   * Returns the settings files of a context, in the order of their precedence. The list is empty if
   * Camel reads them itself, as within another application.
   */
  public static List<PropertiesFile> filesOf(CamelContext context) {
    return context.getPropertiesComponent().getPropertiesSources().stream()
        .filter(PropertiesFileSource.class::isInstance)
        .map(source -> ((PropertiesFileSource) source).file())
        .toList();
  }

  /**
   * Returns whether a setting names other sources of settings. While Camel changes the sources, no
   * other thread may read a setting.
   */
  public static boolean hasSettingsOfItsOwn(CamelContext context) {
    Set<String> names =
        new HashSet<>(
            context.getPropertiesComponent().loadProperties(name -> true).stringPropertyNames());
    names.addAll(System.getenv().keySet());
    names.addAll(System.getProperties().stringPropertyNames());
    return names.stream().anyMatch(name -> OWN.matcher(name).lookingAt());
  }

  /**
   * Changes settings as if the settings file had them.
   *
   * @param changed the values; null for a setting that the file doesn't set any more
   */
  void take(Map<String, @Nullable String> changed) {
    getPropertiesSources().stream()
        .filter(PropertiesFileSource.class::isInstance)
        .findFirst()
        .ifPresent(source -> changed.forEach(((PropertiesFileSource) source)::take));
  }

  /**
   * Checks that the settings files can be read.
   *
   * @throws ConfigurationException if a file can't be read as it was meant
   */
  public static void checkFilesOf(CamelContext context) {
    ConfigurationException.throwIfAny(
        filesOf(context).stream().flatMap(file -> file.mistakes().stream()).toList());
  }
}
