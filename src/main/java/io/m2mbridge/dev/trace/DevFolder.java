package io.m2mbridge.dev.trace;

import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Level;
import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.main.MainConstants;
import org.apache.camel.main.MainHelper;

/** This folder, in which a bridge of the dev profile runs: its database and its routes. */
final class DevFolder {
  private static final String DEV = "dev";

  private DevFolder() {}

  /**
   * Runs a task by the settings of the dev profile, once the folder is known to be right.
   *
   * @throws ConfigurationException if it isn't: with one sentence, or what {@code check} finds
   */
  static <T> T run(Function<EventRunner, T> task) {
    String profile = MainHelper.lookupPropertyFromSysOrEnv(MainConstants.PROFILE).orElse(DEV);
    if (!profile.equals(DEV)) {
      throw new ConfigurationException(
          "--last and --trace work in the dev profile alone, and the profile is "
              + profile
              + ": unset it, or run this in the folder of a bridge on your machine.");
    }
    String before = System.getProperty(MainConstants.PROFILE);
    System.setProperty(MainConstants.PROFILE, DEV);
    try {
      return task.apply(new EventRunner(database(), Map.of()));
    } finally {
      if (before == null) {
        System.clearProperty(MainConstants.PROFILE);
      }
    }
  }

  private static String database() {
    Settings settings = Settings.of(Settings.FILE);
    if (!settings.usesDatabase()) {
      throw new ConfigurationException(
          "--last and --trace need m2m.deliveries.repository = jdbc: without a database no event"
              + " is stored.");
    }
    if (!settings.get("m2m.database.url").isEmpty()) {
      throw new ConfigurationException(
          "--last and --trace work on the dev profile's own database alone, and m2m.database.url"
              + " names another one: unset it (M2M_DATABASE_URL), or run this in another folder.");
    }
    String url =
        DevDatabase.runningUrl()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "No bridge of the dev profile runs in this folder: start it with mvn"
                            + " compile camel:run, or run this in its folder."));
    ConfigurationException.throwIfAny(
        SiteCheck.ofAll(settings).stream()
            .filter(finding -> finding.kind().level() == Level.ERROR)
            .map(Finding::line)
            .toList());
    return url;
  }
}
