package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One journey that the bridge stored, and what is said once its tables are falsified. */
@Tag("verify")
class ComparisonTest {
  private static Bridge bridge;
  private static List<Webhook> webhooks;
  private static List<DataRequest> requests;
  private static List<Operation> operations;

  private Connection transaction;
  private SingleConnectionDataSource inTransaction;

  @BeforeAll
  static void play() throws Exception {
    int apiPort = Bridge.freePort();
    bridge =
        Bridge.start(
            Map.of(
                "m2m.api.base-url", "http://127.0.0.1:" + apiPort,
                "m2m.api.key", Sandbox.KEY,
                "m2m.webhook.secret", Sandbox.SECRET));
    try (Sandbox sandbox = new Sandbox();
        Connection connection = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "")) {
      sandbox.url = bridge.webhooks().toString();
      sandbox.faults.unknownEvents = Rate.ALWAYS;
      sandbox.stances.metadata = true;
      BridgeTables tables = new BridgeTables(new SingleConnectionDataSource(connection, true));
      Person person = Person.random(new Random(1));
      tables.add(person);
      try (Simulator simulator = sandbox.start(apiPort)) {
        simulator.execute(
            () ->
                simulator.add(
                    person,
                    person.userData(List.of("name.firstName")),
                    Journey.scripted(Journey.CANCELLED, Duration.ofMillis(500))));
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    simulator.ask(() -> simulator.isIdle() && !simulator.webhooks().all().isEmpty())
                        && tables.unfinished(Set.of(), Set.of(person.referenceId())) == 0);
        webhooks = simulator.ask(() -> List.copyOf(simulator.webhooks().all()));
        requests = simulator.ask(simulator.platform()::dataRequests);
        operations = simulator.ask(simulator.platform()::operations);
      }
    }
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void begin() throws Exception {
    transaction = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "");
    transaction.setAutoCommit(false);
    inTransaction = new SingleConnectionDataSource(transaction, true);
  }

  @AfterEach
  void rollBack() throws Exception {
    transaction.rollback();
    transaction.close();
  }

  private List<String> differences() {
    return Comparison.differences(webhooks, requests, operations, new BridgeTables(inTransaction));
  }

  @Test
  void findsNoneInWhatTheBridgeStored() {
    assertEquals(10, webhooks.size());
    assertEquals(List.of(), differences());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE m2m_links SET url = 'https://example.net'             | m2m_links.url https://example.net, and M2M told https://send
          UPDATE m2m_links SET url = NULL                              | m2m_links.url null, and
          UPDATE m2m_links SET status = 'created'                      | m2m_links.status created, and M2M told opened
          UPDATE m2m_links SET opened_at = opened_at + interval '1 ms' | m2m_links.opened_at
          UPDATE m2m_links SET expires_at = NULL                       | m2m_links.expires_at
          UPDATE m2m_links SET created_at = NULL                       | m2m_links.created_at
          UPDATE m2m_links SET device_info = '{}'                      | m2m_links.device_info
          UPDATE m2m_links SET metadata = '{}'                         | m2m_links.metadata
          UPDATE m2m_links SET reference_id = 'user_other'             | m2m_links.reference_id
          UPDATE m2m_operations SET status = 'created'                 | m2m_operations.status created, and M2M told cancelled
          UPDATE m2m_operations SET link_id = NULL                     | m2m_operations.link_id
          UPDATE m2m_operations SET reference_id = NULL                | m2m_operations.reference_id
          UPDATE m2m_operations SET user_id = NULL                     | m2m_operations.user_id
          UPDATE m2m_operations SET send_amount = send_amount + 0.01   | m2m_operations.send_amount
          UPDATE m2m_operations SET receive_amount = NULL              | m2m_operations.receive_amount
          UPDATE m2m_operations SET rate = rate + 0.000001             | m2m_operations.rate
          UPDATE m2m_operations SET fee = 0                            | m2m_operations.fee 0, and M2M told 3.99
          UPDATE m2m_operations SET send_currency = 'EUR'              | m2m_operations.send_currency EUR, and M2M told USD
          UPDATE m2m_operations SET receive_currency = NULL            | m2m_operations.receive_currency
          UPDATE m2m_operations SET funding = NULL                     | m2m_operations.funding
          UPDATE m2m_operations SET payout = '[]'                      | m2m_operations.payout
          UPDATE m2m_operations SET created_at = now()                 | m2m_operations.created_at
          UPDATE m2m_operations SET cancelled_at = NULL                | m2m_operations.cancelled_at
          UPDATE m2m_operations SET cancellation_reason = 'x'          | m2m_operations.cancellation_reason
          UPDATE m2m_fund_holds SET amount = amount - 1                | m2m_fund_holds.amount
          UPDATE m2m_fund_holds SET currency = 'EUR'                   | m2m_fund_holds.currency
          UPDATE m2m_fund_holds SET placed_at = now()                  | m2m_fund_holds.placed_at
          UPDATE m2m_fund_holds SET released_at = now()                | m2m_fund_holds.released_at
          DELETE FROM m2m_fund_holds                                   | isn't in m2m_fund_holds
          UPDATE m2m_data_requests SET state = 'failed'                | is fulfilled at M2M, and failed
          UPDATE m2m_data_requests SET link_id = NULL                  | m2m_data_requests.link_id
          UPDATE m2m_data_requests SET reference_id = 'user_other'     | m2m_data_requests.reference_id
          UPDATE m2m_data_requests SET fields_sent = '{dob}'           | m2m_data_requests.fields_sent dob, and M2M told dob,id
          DELETE FROM m2m_data_requests                                | isn't in m2m_data_requests
          DELETE FROM m2m_links                                        | isn't in m2m_links
          DELETE FROM m2m_deliveries WHERE event = 'link.opened'       | isn't in m2m_deliveries
          UPDATE m2m_deliveries SET state = 'dead' WHERE event = 'link.created' | is dead
          """)
  void findsWhatIsFalsified(String falsify, String expected) {
    int falsified = JdbcClient.create(inTransaction).sql(falsify.strip()).update();

    List<String> found = differences();

    assertEquals(1, falsified);
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).contains(expected.strip()), found.toString());
  }

  @Test
  void findsAHoldThatWasNeverReleased() {
    JdbcClient.create(inTransaction).sql("UPDATE m2m_fund_holds SET released_at = NULL").update();

    assertTrue(
        differences().get(0).contains("m2m_fund_holds.released_at none, and M2M told a time"),
        differences().toString());
  }

  @Test
  void takesAnEndThatTheBridgeCanOnlyHaveLearnedFromTheApi() {
    List<Webhook> told =
        webhooks.stream().filter(each -> !each.event.equals("operation.cancelled")).toList();
    Operation completed = EarlierDemo.operations(new BridgeTables(inTransaction)).get(0);
    completed.status = Operation.Status.COMPLETED;
    JdbcClient jdbc = JdbcClient.create(inTransaction);
    jdbc.sql(
            "UPDATE m2m_operations SET status = 'completed', cancelled_at = NULL,"
                + " cancellation_reason = NULL")
        .update();
    jdbc.sql("UPDATE m2m_fund_holds SET released_at = NULL").update();
    BridgeTables tables = new BridgeTables(inTransaction);

    assertEquals(List.of(), Comparison.differences(told, requests, List.of(completed), tables));
    assertEquals(
        List.of(
            completed.operationId
                + " has in m2m_operations.status completed, and M2M told created"),
        Comparison.differences(told, requests, List.of(), tables));
  }

  @Test
  void remembersTheOperationsOfAnEarlierDemo() {
    Operation played = operations.get(0);
    Operation remembered = EarlierDemo.operations(new BridgeTables(inTransaction)).get(0);

    assertEquals(
        ApiAnswers.operation(played, Stances.CurrencyKeys.documented),
        ApiAnswers.operation(remembered, Stances.CurrencyKeys.documented));
    assertEquals(Operation.Status.CANCELLED, remembered.status);
    assertEquals(played.endedAt, remembered.endedAt);
    assertEquals(played.operationId, remembered.link.operationId);
  }

  @Test
  void findsAnUnknownEventThatIsGone() {
    JdbcClient.create(inTransaction)
        .sql("DELETE FROM m2m_deliveries WHERE event = 'link.reminded'")
        .update();

    assertTrue(
        differences().get(0).startsWith("link.reminded of link_sim_"), differences().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "m2m_links, link_id",
    "m2m_operations, operation_id",
    "m2m_data_requests, data_request_id"
  })
  void findsWhatM2mHasNotToldOf(String table, String id) {
    JdbcClient.create(inTransaction)
        .sql(
            """
            INSERT INTO %1$s SELECT (jsonb_populate_record(row, '{"%2$s": "of_nobody"}')).*
            FROM %1$s AS row
            """
                .formatted(table, id))
        .update();

    assertEquals(
        List.of("of_nobody is in " + table + ", and M2M hasn't told of it"), differences());
  }
}
