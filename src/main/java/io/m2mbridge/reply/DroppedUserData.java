package io.m2mbridge.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.m2mbridge.reply.FieldText.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports user data that was looked up but not sent. The counter {@code m2m.user.data.dropped}
 * counts every case. The log has at most one warning in ten minutes for each field and reason,
 * without the value. M2M accepts only the first reply, so a value that was left out is lost for
 * this request.
 */
final class DroppedUserData {
  private static final Logger LOG = LoggerFactory.getLogger(DroppedUserData.class);
  private static final Duration WARNING_PERIOD = Duration.ofMinutes(10);
  private static final int MAXIMUM_SIZE = 1_000;
  private static final String PRINTABLE = "[\\p{L}\\p{N}_. -]{1,63}";

  private final Cache<String, Boolean> warned =
      Caffeine.newBuilder().expireAfterWrite(WARNING_PERIOD).maximumSize(MAXIMUM_SIZE).build();

  /** Reports a value of one of M2M's fields that is left out. */
  void refused(Exchange exchange, String field, FieldText left, Refusal refusal) {
    String reason = refusal.name().toLowerCase(Locale.ROOT);
    count(exchange, field, reason);
    if (isFirst(field + " " + reason)) {
      LOG.warn(
          "{} of event {} is left out of the reply: its value ({}) is {}",
          field,
          exchange.getVariable("eventKey"),
          left.kind(),
          refusal.advice());
    }
  }

  /**
   * Reports values with names that M2M doesn't know. If no field is missing, they are ignored.
   *
   * @param missing the required fields for which the look-up gave no column, not even with null
   */
  void unknown(Exchange exchange, Map<?, ?> user, List<String> missing) {
    for (var value : user.entrySet()) {
      String name = String.valueOf(value.getKey());
      if (value.getValue() != null && !UserDataFields.ALL.contains(name) && !missing.isEmpty()) {
        String meant = UserDataNames.meant(name);
        if (meant == null || missing.contains(meant)) {
          unknown(exchange, name, missing, meant);
        }
      }
    }
  }

  private void unknown(
      Exchange exchange, String name, List<String> missing, @Nullable String meant) {
    count(exchange, meant == null ? "other" : meant, "name");
    if (isFirst("name " + name)) {
      LOG.warn(
          "{} of event {} is left out of the reply, which lacks {}: M2M doesn't know that name{}",
          name.matches(PRINTABLE) ? name : "a value",
          exchange.getVariable("eventKey"),
          missing,
          meant == null ? "" : "; write AS \"" + meant + "\"");
    }
  }

  private boolean isFirst(String what) {
    return warned.asMap().putIfAbsent(what, true) == null;
  }

  private static void count(Exchange exchange, String field, String reason) {
    MeterRegistry metrics =
        exchange
            .getContext()
            .getRegistry()
            .lookupByNameAndType("metricsRegistry", MeterRegistry.class);
    if (metrics != null) {
      metrics.counter("m2m.user.data.dropped", "field", field, "reason", reason).increment();
    }
  }
}
