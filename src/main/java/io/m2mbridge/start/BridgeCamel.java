package io.m2mbridge.start;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.SettingsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel's main, which reads the files of settings as the bridge does. */
public final class BridgeCamel extends Main {
  @Override
  protected CamelContext createCamelContext() {
    CamelContext context = super.createCamelContext();
    context.setPropertiesComponent(new SettingsComponent());
    return context;
  }

  @Override
  protected void configurePropertiesService(CamelContext context) throws Exception {
    // There Camel looks for a profile before anything else, whatever the files of settings are.
    ConfigurationException.throwIfAny(PropertiesFile.read("application.properties").mistakes());
    super.configurePropertiesService(context);
    SettingsComponent.checkFilesOf(context);
  }
}
