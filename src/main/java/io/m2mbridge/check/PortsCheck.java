package io.m2mbridge.check;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the listeners can be opened. Camel's HTTP server only warns where one can't, and goes on
 * without it.
 */
public final class PortsCheck {
  private PortsCheck() {}

  /** One sentence on each port that can't be opened, which says what to set. */
  public static List<String> mistakes(Settings settings) {
    List<String> mistakes = new ArrayList<>();
    if (areOne(settings)) {
      return List.of(
          "Webhooks and /observe have the same port, "
              + settings.get("m2m.http.port")
              + ", which would put health and metrics where webhooks come in: set M2M_MANAGEMENT_PORT"
              + " to another one.");
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
                + ", or stop what uses it.");
      }
    }
    return mistakes;
  }

  /** Camel has one router for a port, whatever the addresses are. */
  private static boolean areOne(Settings settings) {
    return !settings.get("camel.management.enabled").equals("false")
        && port(settings, "m2m.http.port", "camel.server.port")
            .equals(port(settings, "m2m.management.port", "camel.management.port"));
  }

  /** As Camel has it, where a site has set that rather than the bridge's own. */
  private static String port(Settings settings, String key, String camels) {
    String port = settings.get(camels);
    return port.isEmpty() ? settings.get(key) : port;
  }
}
