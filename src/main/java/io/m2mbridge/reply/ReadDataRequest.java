package io.m2mbridge.reply;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data request that isn't in an inbox, from the header {@code m2mDataRequest}: the event's
 * JSON as M2M sent it. It sets the variables {@code data}, {@code referenceId}, {@code eventKey},
 * {@code receivedAt}, and {@code request} as {@link CheckDataRequest} needs it. Without a readable
 * {@code expiresAt}, it may be answered for 15 minutes (docs/reply-timeline.md, "Before the first
 * PUT").
 */
public final class ReadDataRequest implements Processor {
  static final String HEADER = "m2mDataRequest";

  private static final Duration WITHOUT_EXPIRY = Duration.ofMinutes(15);
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final EnvelopeReader reader = new EnvelopeReader();
  private final JsonMapper json = new JsonMapper();
  private final Clock clock;

  public ReadDataRequest(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if the header holds no data request
   */
  @Override
  public void process(Exchange exchange) {
    byte[] event = exchange.getMessage().getHeader(HEADER, byte[].class);
    Envelope envelope = event == null ? null : reader.readStored(event, read -> read);
    if (envelope == null || !"user.data_request".equals(envelope.event())) {
      throw new IllegalArgumentException(
          "the header "
              + HEADER
              + " holds no data request: set it to the event as it was received");
    }
    JsonNode data = envelope.data();
    if (data == null) {
      throw new IllegalArgumentException("the data request can't be used: " + envelope.fault());
    }
    Instant now = clock.instant();
    exchange.setVariable("data", json.convertValue(data, MAP));
    exchange.setVariable("referenceId", envelope.referenceId());
    exchange.setVariable("eventKey", envelope.key());
    exchange.setVariable("receivedAt", now);
    exchange.setVariable(
        "request",
        Map.of("ended", false, "millis_left", left(data.path("expiresAt").textValue(), now)));
  }

  private static long left(@Nullable String expiresAt, Instant now) {
    try {
      return expiresAt == null
          ? WITHOUT_EXPIRY.toMillis()
          : Duration.between(now, OffsetDateTime.parse(expiresAt).toInstant()).toMillis();
    } catch (DateTimeException | ArithmeticException e) {
      return WITHOUT_EXPIRY.toMillis();
    }
  }
}
