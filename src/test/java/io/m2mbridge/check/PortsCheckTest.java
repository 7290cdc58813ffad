package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.Settings;
import io.m2mbridge.testkit.Bridge;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortsCheckTest {
  private final Settings settings = new Settings(new DefaultCamelContext());

  @BeforeEach
  void useFreePorts() {
    for (String listener : List.of("m2m.http", "m2m.management")) {
      settings.override(listener + ".host", "127.0.0.1");
      settings.override(listener + ".port", String.valueOf(Bridge.freePort()));
    }
  }

  @Test
  void takesFreePorts() {
    assertEquals(List.of(), PortsCheck.mistakes(settings));
  }

  @Test
  void refusesTakenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      settings.override("m2m.management.port", String.valueOf(taken.getLocalPort()));

      assertEquals(
          List.of(
              "Port "
                  + taken.getLocalPort()
                  + " of 127.0.0.1 can't be opened (Address already in use): set"
                  + " M2M_MANAGEMENT_PORT or M2M_MANAGEMENT_HOST, or stop the process that uses it."),
          PortsCheck.mistakes(settings));
    }
  }

  @Test
  void refusesAddressThatIsNotThisMachines() {
    settings.override("m2m.http.host", "192.0.2.1");

    List<String> mistakes = PortsCheck.mistakes(settings);

    assertEquals(1, mistakes.size());
    assertTrue(mistakes.get(0).contains(" of 192.0.2.1 can't be opened ("), mistakes.get(0));
  }

  private void assertOnePort(String port) {
    assertEquals(
        List.of(
            "Webhooks and /observe have the same port, "
                + port
                + ", which would open health and metrics on the webhook listener: set"
                + " M2M_MANAGEMENT_PORT or M2M_HTTP_PORT to another one."),
        PortsCheck.mistakes(settings));
  }

  @Test
  void refusesOnePortForBothWhateverTheirAddresses() {
    String port = String.valueOf(Bridge.freePort());
    settings.override("m2m.http.port", port);
    settings.override("m2m.management.port", port);
    assertOnePort(port);

    settings.override("m2m.http.host", "0.0.0.0");
    assertOnePort(port);

    settings.override("m2m.management.host", "127.0.0.2");
    assertOnePort(port);
  }

  @Test
  void seesThePortThatIsSetForCamelAlone() {
    String port = settings.get("m2m.http.port");
    settings.override("camel.management.port", port);

    assertOnePort(port);
  }

  @Test
  void takesOnePortWhereNothingIsManaged() {
    settings.override("m2m.management.port", settings.get("m2m.http.port"));
    settings.override("camel.management.enabled", "false");

    assertEquals(List.of(), PortsCheck.mistakes(settings));
  }
}
