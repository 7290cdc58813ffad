package io.m2mbridge.start;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.SettingsComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel's {@link Main} with the bridge's own reading of settings files. */
public final class BridgeCamel extends Main {
  private final Runnable awaitCheck;

  /** For a command, which checks no routes. */
  public BridgeCamel() {
    this(() -> {});
  }

  /**
   * @param awaitCheck waits for the check of the routes' files, and throws if there are findings;
   *     it runs if Camel can't read the routes, because the check's sentences come first
   */
  public BridgeCamel(Runnable awaitCheck) {
    this.awaitCheck = awaitCheck;
  }

  @Override
  protected void initCamelContext() throws Exception {
    try {
      super.initCamelContext();
    } catch (Exception | Error e) {
      awaitCheck.run();
      throw e;
    }
  }

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
