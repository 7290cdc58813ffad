package site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testkit.BridgeTest;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Scenario;
import org.junit.jupiter.api.Test;

@BridgeTest
class LinkCreatedTest {
  @Test
  void goesToTheCrm(Scenario scenario) {
    Event created = scenario.given("link.created");

    scenario.deliver(created);

    var request = scenario.site().received(created, "/links").get(0);
    assertEquals("crm.example.com", request.header("Host"));
    assertEquals(created.toString(), request.body());
  }
}
