package io.m2mbridge.start;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.SettingsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel's {@link Main} with the bridge's own reading of settings files. */
public final class BridgeCamel extends Main {
  @Override
  protected CamelContext createCamelContext() {
    CamelContext context = super.createCamelContext();
    context.setPropertiesComponent(new SettingsComponent());
    return context;
  }

  @Override
  protected void configurePropertiesService(CamelContext context) throws Exception {
    // Camel reads this file for the profile first, even if the settings come from other files.
    ConfigurationException.throwIfAny(PropertiesFile.read("application.properties").mistakes());
    super.configurePropertiesService(context);
    SettingsComponent.checkFilesOf(context);
  }
}
