package io.m2mbridge.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testing.IntakeRecord;
import io.m2mbridge.testing.KafkaBroker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Records as fast as an intake stores them, as {@link Load} sends webhooks as fast as they are
 * answered. The producer signs and writes for as long as the intake is measured, a limited number
 * of records ahead of it. So it takes CPU time from the intake, as the senders of webhooks take it
 * from a bridge. One producer serves all turns, as an edge has one.
 */
final class TopicLoad implements AutoCloseable {
  /** In records: enough for four consumers to find whole batches. */
  private static final int MOST_AHEAD = 5_000;

  private final KafkaProducer<String, byte[]> producer;
  private final SingleConnectionDataSource connection;
  private final JdbcClient sql;
  private long lastId;
  private int written;
  private int stored;

  /**
   * @param url of the intakes' database, into which no other process stores during a turn
   */
  TopicLoad(KafkaBroker broker, String url) {
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", broker.address(), "acks", "all", "linger.ms", 1),
            new StringSerializer(),
            new ByteArraySerializer());
    connection = new SingleConnectionDataSource(url, "postgres", "", true);
    sql = JdbcClient.create(connection);
  }

  /**
   * Writes for a time.
   *
   * @return how many records were stored meanwhile; those after them are stored by {@link #drain}
   */
  int run(String topic, Duration time) {
    lastId = sql.sql("SELECT coalesce(max(id), 0) FROM m2m_deliveries").query(Long.class).single();
    int before = stored;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      if (written - stored == MOST_AHEAD) {
        awaitAhead(MOST_AHEAD - 1);
      }
      producer.send(record(topic));
      written++;
    }
    countStored();
    return stored - before;
  }

  /** A record with all headers of an edge, also those that an intake doesn't read. */
  private ProducerRecord<String, byte[]> record(String topic) {
    String user = "user_" + written;
    var record = IntakeRecord.of(topic, null, user, Load.body());
    Map.of(
            "m2mEvent",
            "link.created",
            "m2mEventKey",
            "link.created:" + user,
            "m2mOutcome",
            "accepted",
            "Content-Type",
            "application/json")
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /** Waits until all that was written is stored. */
  void drain() {
    awaitAhead(0);
  }

  /** How many records all turns have written. */
  int written() {
    return written;
  }

  private void awaitAhead(int most) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              countStored();
              return written - stored <= most;
            });
  }

  /** Counts the new rows alone: to count all takes longer, the more there are. */
  private void countStored() {
    sql.sql(
            "SELECT count(*) AS count, max(id) AS last FROM m2m_deliveries WHERE id > :last"
                + " HAVING count(*) > 0")
        .param("last", lastId)
        .query(
            row -> {
              lastId = row.getLong("last");
              stored += row.getInt("count");
            });
  }

  @Override
  public void close() {
    producer.close();
    connection.destroy();
  }
}
