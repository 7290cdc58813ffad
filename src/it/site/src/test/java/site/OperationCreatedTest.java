package site;

import static io.m2mbridge.testkit.RecordingServer.cut;
import static io.m2mbridge.testkit.RecordingServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testkit.BridgeTest;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Scenario;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@BridgeTest
class OperationCreatedTest {
  private static final String OPEN_HOLDS =
      "SELECT operation_id FROM m2m_fund_holds WHERE released_at IS NULL";

  @Test
  void leavesNoHoldIfItComesTwiceAndAfterItsCancellation(Scenario scenario) {
    Event created = scenario.given("operation.created").with("data.amount.send", "100.00");
    Event cancelled = scenario.given("operation.cancelled");

    scenario.deliver(cancelled);
    scenario.deliver(created, created);

    assertEquals(List.of(), scenario.sql(OPEN_HOLDS));
    assertEquals(1, scenario.site().received(created, "/operations").size());
  }

  @Test
  void booksTheAmountWithTheHold(Scenario scenario) {
    Event created = scenario.given("operation.created").with("data.amount.send", "100.00");

    scenario.deliver(created);

    assertEquals(1, scenario.sql(OPEN_HOLDS).size());
    assertEquals(
        List.of(Map.of("amount", new BigDecimal("100.00"), "currency", "USD")),
        scenario.sql(
            "SELECT amount, currency FROM booked_operations WHERE event_key = ?", created.key()));
  }

  @Test
  void isToldToTheTeam(Scenario scenario) {
    Event created = scenario.given("operation.created");

    scenario.deliver(created);

    var notice = scenario.site().received(created, "/m2m").get(0);
    assertEquals("chat.example.com", notice.header("Host"));
  }

  @Test
  void booksOnceThoughTheLedgerFails(Scenario scenario) {
    Event created = scenario.given("operation.created");
    scenario.site().answersTo("operations", json(503, ""), cut());

    scenario.deliver(created);

    assertEquals(3, scenario.site().received(created, "/operations").size());
    assertEquals(1, scenario.sql("SELECT 1 FROM booked_operations").size());
  }

  @Test
  void isDeadIfTheLedgerNeverTakesIt(Scenario scenario) {
    Event created = scenario.given("operation.created");
    scenario.site().alwaysAnswersTo("operations", json(422, ""));

    scenario.send(created);

    Map<String, Object> delivery = scenario.await(created, "dead");
    assertEquals(3, delivery.get("attempts"));
  }
}
