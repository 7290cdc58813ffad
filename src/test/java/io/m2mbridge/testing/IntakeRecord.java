package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.webhook.Signature;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of a topic, as a bridge without a database writes them. */
public final class IntakeRecord {
  private IntakeRecord() {}

  /**
   * An event that was signed and received now.
   *
   * @param partition null for the one that follows from the key
   */
  public static ProducerRecord<String, byte[]> of(
      String topic, Integer partition, String key, String body) {
    return of(topic, partition, key, body, Instant.now(), Instant.now(), Bridge.SECRET);
  }

  /**
   * @param partition null for the one that follows from the key
   * @param signed the time in the signature's header
   * @param received when the writing bridge received it
   * @param secret what it is signed with
   */
  public static ProducerRecord<String, byte[]> of(
      String topic,
      Integer partition,
      String key,
      String body,
      Instant signed,
      Instant received,
      String secret) {
    byte[] bytes = body.getBytes(UTF_8);
    String timestamp = String.valueOf(signed.getEpochSecond());
    var record = new ProducerRecord<>(topic, partition, key, bytes);
    Map.of(
            "X-M2M-Timestamp",
            timestamp,
            "X-M2M-Signature",
            new Signature(secret).sign(timestamp, bytes),
            "m2mPath",
            "/webhooks/m2m",
            "m2mReceivedMillis",
            String.valueOf(received.toEpochMilli()))
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }
}
