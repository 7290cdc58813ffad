package io.m2mbridge.check;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    for (String listener : List.of("m2m.http", "m2m.management")) {
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
