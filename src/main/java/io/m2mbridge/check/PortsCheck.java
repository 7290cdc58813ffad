package io.m2mbridge.check;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the listeners' ports can be opened. If one can't, Camel's HTTP server only warns and
 * starts without it.
 */
public final class PortsCheck {
  private PortsCheck() {}

  /** Returns one sentence on each port that can't be opened. It says what to set. */
  public static List<String> mistakes(Settings settings) {
    List<String> mistakes = new ArrayList<>();
    Optional<String> shared = shared(settings);
    if (shared.isPresent()) {
      return List.of(shared.get());
    }
    String sharing = sharedWithConsole(settings);
    if (sharing != null) {
      return List.of(
          "The console has the port of "
              + sharing
              + ", "
              + settings.get("m2m.console.port")
              + ": set M2M_CONSOLE_PORT to another one.");
    }
    for (String listener : listeners(settings)) {
      String host = settings.get(listener + ".host");
      String port = settings.get(listener + ".port");
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(host, Integer.parseInt(port)));
      } catch (IOException e) {
        mistakes.add(
            "Port "
                + port
                + " of "
                + host
                + " can't be opened ("
                + ConfigurationException.oneLine(String.valueOf(e.getMessage()))
                + "): set "
                + Settings.variable(listener + ".port")
                + " or "
                + Settings.variable(listener + ".host")
                + ", or stop the process that uses it.");
      }
    }
    return mistakes;
  }

  /** Returns the sentence on one port for both listeners; empty if they have two. */
  static Optional<String> shared(Settings settings) {
    return areOne(settings)
        ? Optional.of(
            "Webhooks and /observe have the same port, "
                + settings.get("m2m.http.port")
                + ", which would open health and metrics on the webhook listener: set"
                + " M2M_MANAGEMENT_PORT or M2M_HTTP_PORT to another one.")
        : Optional.empty();
  }

  private static List<String> listeners(Settings settings) {
    return ConsoleCheck.isOn(settings::get)
        ? List.of("m2m.http", "m2m.management", "m2m.console")
        : List.of("m2m.http", "m2m.management");
  }

  /** Returns the setting of another listener's port that the console has too; null for none. */
  private static @Nullable String sharedWithConsole(Settings settings) {
    String port = settings.get("m2m.console.port");
    if (!ConsoleCheck.isOn(settings::get)) {
      return null;
    }
    if (port.equals(port(settings, "m2m.http.port", "camel.server.port"))) {
      return "m2m.http.port";
    }
    return port.equals(port(settings, "m2m.management.port", "camel.management.port"))
        ? "m2m.management.port"
        : null;
  }

  /**
   * Whether both listeners share a port. Camel has one router for each port, even with different
   * addresses.
   */
  private static boolean areOne(Settings settings) {
    return !settings.get("camel.management.enabled").equals("false")
        && port(settings, "m2m.http.port", "camel.server.port")
            .equals(port(settings, "m2m.management.port", "camel.management.port"));
  }

  /** Returns Camel's own setting if the site has set it, else the bridge's. */
  private static String port(Settings settings, String key, String camels) {
    String port = settings.get(camels);
    return port.isEmpty() ? settings.get(key) : port;
  }
}
