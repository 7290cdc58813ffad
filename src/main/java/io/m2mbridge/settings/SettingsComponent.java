package io.m2mbridge.settings;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.FilePropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * Camel's properties, with files read as UTF-8, and without the variables that Kubernetes makes.
 * What is set for a run goes before everything else, then variables, system properties, files and
 * defaults.
 */
public final class SettingsComponent extends PropertiesComponent {
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
   * The files that a context has its settings from, in the order in which they are looked into;
   * none where Camel reads them itself, as within another application.
   */
  public static List<PropertiesFile> filesOf(CamelContext context) {
    return context.getPropertiesComponent().getPropertiesSources().stream()
        .filter(PropertiesFileSource.class::isInstance)
        .map(source -> ((PropertiesFileSource) source).file())
        .toList();
  }

  /**
   * Checks the files that the settings come from.
   *
   * @throws ConfigurationException if one of the files can't be read as it was meant
   */
  public static void checkFilesOf(CamelContext context) {
    ConfigurationException.throwIfAny(
        filesOf(context).stream().flatMap(file -> file.mistakes().stream()).toList());
  }
}
