package io.m2mbridge.command;

import io.m2mbridge.check.MisreadSettings;
import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.util.Optional;
import org.apache.camel.main.MainConstants;
import org.apache.camel.main.MainHelper;

/** Reads the settings for a command that works on a bridge's database without running a bridge. */
final class StandaloneSettings {
  private StandaloneSettings() {}

  /**
   * Returns the settings that a bridge in this folder has. If one runs here in the dev profile,
   * they are its settings, and its database is the embedded one.
   *
   * @throws ConfigurationException if a setting or a file with a secret is invalid, or there is no
   *     database
   */
  static Settings read() {
    Settings settings = Settings.of(Settings.FILE);
    if (settings.get("m2m.database.url").isEmpty() && isDevBridgeRunning()) {
      settings = Settings.of(Settings.FILE);
    }
    ConfigurationException.throwIfAny(MisreadSettings.of(settings));
    ConfigurationException.throwIfAny(settings.readSecrets());
    if (!settings.usesDatabase()) {
      throw new ConfigurationException(
          "With m2m.deliveries.repository = "
              + settings.get("m2m.deliveries.repository")
              + " no event is stored: there is nothing for this command to work on.");
    }
    if (!settings.get("m2m.database.url").startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "The database is missing: run this in the bridge's folder, or set M2M_DATABASE_URL,"
              + " M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD as the bridge has them.");
    }
    return settings;
  }

  private static boolean isDevBridgeRunning() {
    Optional<String> profile = MainHelper.lookupPropertyFromSysOrEnv(MainConstants.PROFILE);
    if (profile.isPresent() && !Settings.isDev()) {
      return false;
    }
    Optional<String> url = DevDatabase.runningUrl();
    url.ifPresent(
        running -> {
          System.setProperty(MainConstants.PROFILE, "dev");
          System.setProperty("m2m.database.url", running);
          System.setProperty("m2m.database.username", DevDatabase.USERNAME);
        });
    return url.isPresent();
  }
}
