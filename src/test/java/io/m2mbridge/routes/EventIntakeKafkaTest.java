package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.KafkaBroker;
import io.m2mbridge.testing.TcpProxy;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.TestPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("verify")
@Timeout(60)
class EventIntakeKafkaTest extends KafkaInFront {
  @Test
  void runsWhatTheEdgeReceived() {
    assertEquals("accepted", Bridge.outcome(edge.send(LinkRows.created("k_whole").toString())));

    Map<String, Object> row = intake.await("link.created:k_whole", "done");
    assertEquals("/webhooks/m2m", row.get("path"));
    assertEquals(1, links("k_whole"));
    assertFalse(record("link.created:k_whole").headers().containsKey("m2mEventKeyEncoded"));
  }

  @Test
  void keepsOneUsersEventsInOnePartitionAndCopiesOfAnEventWithoutAReference() {
    edge.send(OperationRows.created("k_user").withText("data.referenceId", "user_7").toString());
    edge.send(OperationRows.created("k_nobody").without("data.referenceId").toString());

    intake.await("operation.created:k_user", "done");
    intake.await("operation.created:k_nobody", "done");
    assertEquals("user_7", record("operation.created:k_user").key());
    assertEquals("operation.created:k_nobody", record("operation.created:k_nobody").key());
  }

  @Test
  void storesADuplicateOfTheTopicOnce() throws Exception {
    String body = LinkRows.created("k_twice").toString();
    write(body, Instant.now(), Instant.now(), Bridge.SECRET);
    write(body, Instant.now(), Instant.now(), Bridge.SECRET);
    write(LinkRows.created("k_after").toString(), Instant.now(), Instant.now(), Bridge.SECRET);

    intake.await("link.created:k_after", "done");
    assertEquals(1, intake.await("link.created:k_twice", "done").get("duplicates"));
    assertEquals(1, links("k_twice"));
  }

  @Test
  void takesTheFirstOfTwoEventsWithTheSameKeyForTheEvent() throws Exception {
    for (int i = 0; i < 20; i++) {
      write(1, LinkRows.created("k_conflict" + i).toString());
      write(1, LinkRows.created("k_conflict" + i).withText("data.referenceId", "late").toString());
    }

    for (int i = 0; i < 20; i++) {
      var row = intake.await("link.created:k_conflict" + i, "done");
      assertNotEquals("late", row.get("reference_id"));
    }
  }

  @Test
  void leavesOutWhatM2mDidNotSignAndGoesOn() throws Exception {
    write(
        LinkRows.created("k_forged").toString(), Instant.now(), Instant.now(), "whsec_of_another");
    write(LinkRows.created("k_behind").toString(), Instant.now(), Instant.now(), Bridge.SECRET);

    intake.await("link.created:k_behind", "done");
    assertNull(intake.delivery("link.created:k_forged"));
    assertTrue(
        Pattern.compile("m2m_intake_records_total\\{[^}]*outcome=\"unauthorized\"")
            .matcher(intake.manage("/observe/metrics").body())
            .find());
  }

  @Test
  void leavesOutWhatIsNoEventAtAllAndGoesOn() throws Exception {
    var empty = new ProducerRecord<>("m2m-events", 0, "user", new byte[0]);
    empty.headers().add("X-M2M-Signature", null).add("any", null);
    send(broker, empty);
    send(broker, new ProducerRecord<>("m2m-events", 0, "user", new byte[300_000]));
    send(broker, new ProducerRecord<>("m2m-events", 0, "user", null));
    write(
        LinkRows.created("k_behind_junk").toString(), Instant.now(), Instant.now(), Bridge.SECRET);

    intake.await("link.created:k_behind_junk", "done");
  }

  /** The component compares each header that it finds with a regular expression. */
  @Test
  void countsARecordWithoutItsHeaders() throws Exception {
    List<String> counted = new CopyOnWriteArrayList<>();
    EventNotifierSupport notifier =
        new EventNotifierSupport() {
          @Override
          public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeSendingEvent sending
                && sending.getEndpoint().getEndpointUri().contains("m2m.intake.records")) {
              counted.add(
                  String.join(",", sending.getExchange().getMessage().getHeaders().keySet()));
            }
          }
        };
    intake.context().getManagementStrategy().addEventNotifier(notifier);
    try {
      write(LinkRows.created("k_counted").toString(), Instant.now(), Instant.now(), Bridge.SECRET);
      Awaitility.await().until(() -> !counted.isEmpty());
      assertEquals("", counted.get(0));
    } finally {
      intake.context().getManagementStrategy().removeEventNotifier(notifier);
    }
  }

  @Test
  void commitsTheOffsetOfWhatIsStored() throws Exception {
    long last = write(0, LinkRows.created("k_offset").toString());

    intake.await("link.created:k_offset", "done");
    Awaitility.await().until(() -> committed(0) == last + 1);
  }

  @Test
  void holdsUpWhatIsBehindAFailedRecordInItsPartitionAlone() throws Exception {
    intake.sql().sql(REFUSE_ONE_KEY).update();
    write(0, LinkRows.created("k_in_front").toString());
    long refused = write(0, LinkRows.created("k_refused").toString());
    write(0, LinkRows.created("k_next").toString());
    long other = write(1, LinkRows.created("k_elsewhere").toString());

    intake.await("link.created:k_in_front", "done");
    Awaitility.await().until(() -> committed(0) == refused && committed(1) == other + 1);
    assertNull(intake.delivery("link.created:k_refused"));

    intake.sql().sql("DROP TRIGGER refuse ON m2m_deliveries").update();
    intake.await("link.created:k_refused", "done");
    intake.await("link.created:k_next", "done");
    Awaitility.await().until(() -> committed(0) == refused + 2);
  }

  @Test
  void judgesAnEventByWhenItWasReceived() throws Exception {
    Instant yesterday = Instant.now().minusSeconds(86_400);
    write(LinkRows.created("k_waited").toString(), yesterday, yesterday, Bridge.SECRET);

    intake.await("link.created:k_waited", "done");
  }

  @Test
  @Tag("brokers")
  void skipsNothingWhileTheDatabaseIsGone() throws Exception {
    String url = TestPostgres.newDatabase();
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    try (KafkaBroker own = KafkaBroker.startNew();
        TcpProxy cable = new TcpProxy(port)) {
      own.createTopic("m2m-events", 1);
      try (Bridge bridge =
          Bridge.start(
              url.replace(":" + port + "/", ":" + cable.port() + "/"),
              Map.of("m2m.intake.kafka.brokers", own.address()))) {
        write(own, LinkRows.created("k_first").toString());
        bridge.await("link.created:k_first", "done");
        cable.cut();
        for (int i = 0; i < 20; i++) {
          write(own, LinkRows.created("k_out" + i).toString());
        }
        // By then the record that came first has failed too.
        assertEquals(503, bridge.send(LinkRows.created("k_503").toString()).statusCode());
        cable.restore();
        for (int i = 0; i < 20; i++) {
          bridge.await("link.created:k_out" + i, "done");
        }
      }
    }
  }

  @Test
  @Tag("brokers")
  void answersWebhooksWhileAnOffsetCannotBeCommitted() throws Exception {
    String url = TestPostgres.newDatabase();
    try (KafkaBroker own = KafkaBroker.startNew();
        Connection other = DriverManager.getConnection(url, "postgres", "")) {
      own.createTopic("m2m-events", 1);
      try (Bridge bridge =
          Bridge.start(
              url, Map.of("m2m.intake.kafka.brokers", "127.0.0.1:" + own.cable().port()))) {
        write(own, LinkRows.created("k_committed").toString());
        bridge.await("link.created:k_committed", "done");
        other.setAutoCommit(false);
        other.createStatement().execute("LOCK TABLE m2m_deliveries IN SHARE MODE");
        write(own, LinkRows.created("k_held").toString());
        Awaitility.await().until(() -> isRunning("GroupCommit", "write"));
        own.cable().stall();
        other.rollback();
        Awaitility.await().until(() -> isRunning("KafkaConsumer", "commitSync"));

        assertEquals(200, bridge.send(LinkRows.created("k_meanwhile").toString()).statusCode());
        assertTrue(isRunning("KafkaConsumer", "commitSync"), "it waited for the offset");
        own.cable().restore();
      }
    }
  }
}
