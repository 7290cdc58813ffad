package io.m2mbridge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the listeners can be opened. Camel's HTTP server only warns where one can't, and goes on
 * without it.
 */
final class PortsCheck {
  private PortsCheck() {}

  /** One sentence on each port that can't be opened, which says what to set. */
  static List<String> mistakes(Settings settings) {
    List<String> mistakes = new ArrayList<>();
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
                + StartFailure.oneLine(String.valueOf(e.getMessage()))
                + "): set "
                + Settings.variable(listener + ".port")
                + " or "
                + Settings.variable(listener + ".host")
                + ", or stop what uses it.");
      }
    }
    return mistakes;
  }
}
