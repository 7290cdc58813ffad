package io.m2mbridge.check;

import io.m2mbridge.console.access.TrustedProxy;
import io.m2mbridge.console.access.Users;
import io.m2mbridge.server.Loopback;
import io.m2mbridge.server.TlsSettings;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;

/** Checks the settings of the console. */
public final class ConsoleCheck {
  private static final String ENABLED = "m2m.console.enabled";
  private static final String ORIGIN = "m2m.console.origin";
  private static final String PROXIES = "m2m.console.proxy.addresses";
  private static final String USER_HEADER = "m2m.console.proxy.user-header";
  private static final String ROUTE = "console";

  private final UnaryOperator<String> settings;
  private final List<String> mistakes = new ArrayList<>();

  private ConsoleCheck(UnaryOperator<String> settings) {
    this.settings = settings;
  }

  /**
   * Returns one sentence on each setting that is invalid.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  static List<String> mistakes(UnaryOperator<String> settings) {
    ConsoleCheck check = new ConsoleCheck(settings);
    check.require(
        ENABLED, settings.apply(ENABLED).matches("true|false"), "true or false: set one of them.");
    if (isOn(settings)) {
      check.values();
    }
    return check.mistakes;
  }

  /**
   * Returns a sentence where passwords would pass a network that others may read.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  static List<String> warnings(UnaryOperator<String> settings) {
    String host = settings.apply("m2m.console.host");
    return !isOn(settings) || TlsSettings.areSet(settings) || Loopback.isHost(host)
        ? List.of()
        : List.of(
            "the console is served over plain HTTP on "
                + host
                + ", so others can read its passwords: set m2m.http.tls, or let a TLS proxy alone"
                + " reach it");
  }

  /** Whether the console is on. */
  static boolean isOn(UnaryOperator<String> settings) {
    return settings.apply(ENABLED).equals("true");
  }

  private void values() {
    if (!settings.apply("m2m.deliveries.repository").equals("jdbc")) {
      mistakes.add(
          "The console needs a database: set "
              + ENABLED
              + " (M2M_CONSOLE_ENABLED) to false, or m2m.deliveries.repository to jdbc.");
    }
    require(
        ORIGIN,
        settings.apply(ORIGIN).matches("(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?)?"),
        "an origin: set it as in https://console.example.com, without a path.");
    require(
        USER_HEADER,
        settings.apply(USER_HEADER).matches("[A-Za-z0-9]+(-[A-Za-z0-9]+)+"),
        "the name of a header with a hyphen: set it as in X-Forwarded-User.");
    require(
        PROXIES,
        areAddresses(),
        "a list of addresses, or of ranges of 8 bits or more: set it as in 10.1.2.3,10.1.4.0/24.");
  }

  private boolean areAddresses() {
    try {
      new TrustedProxy(settings.apply(PROXIES), "");
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void require(String key, boolean isFine, String what) {
    if (!isFine) {
      mistakes.add(key + " (" + Settings.variable(key) + ") is not " + what);
    }
  }

  /**
   * Reads the file of users, where the console is on and has a login of its own.
   *
   * @throws ConfigurationException if there is no such file, it is invalid or names nobody
   */
  public static void users(Settings settings) {
    if (!isOn(settings::get)) {
      return;
    }
    String file = settings.get(Users.SETTING);
    if (file.isEmpty()) {
      throw new ConfigurationException(
          "The console needs a file of users: set "
              + Users.SETTING
              + " (M2M_CONSOLE_USERS) to it, and make it by the command user add <name> --role"
              + " operator.");
    }
    if (new Users(Path.of(file)).read().isEmpty()) {
      throw new ConfigurationException(
          file + " names no user: run the command user add <name> --role operator.");
    }
  }

  /** Returns a sentence where the console is on, and its route is missing. */
  public static List<String> missingRoute(CamelContext context) {
    boolean isMissing =
        isOn(new Settings(context)::get)
            && ((ModelCamelContext) context).getRouteDefinition(ROUTE) == null;
    return isMissing
        ? List.of(
            "The folder of routes has no console.camel.yaml: take it from the release, or set "
                + ENABLED
                + " (M2M_CONSOLE_ENABLED) to false.")
        : List.of();
  }
}
