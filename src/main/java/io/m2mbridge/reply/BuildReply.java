package io.m2mbridge.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the reply from those required fields that are known, and no others. It reads the variables
 * {@code data}, {@code referenceId} and {@code userData}: no row or one row, as a list or as one
 * map, whose columns have M2M's field names. It sets {@code reply} (the JSON as UTF-8 bytes) and
 * {@code fieldsSent} (names, separated by commas; empty if there is nothing to send). A value that
 * could mean two things is left out, with a warning.
 */
public final class BuildReply implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger(BuildReply.class);

  private final JsonMapper json = new JsonMapper();
  private final DroppedUserData dropped = new DroppedUserData();

  @Override
  public void process(Exchange exchange) throws Exception {
    Map<?, ?> user = onlyRow(exchange.getVariable("userData"));
    Collection<?> required =
        (Collection<?>)
            requireNonNull(exchange.getVariable("data", Map.class).get("requiredFields"));
    logUnknown(required, exchange.getVariable("eventKey", String.class));

    ObjectNode reply = json.createObjectNode();
    reply.put("referenceId", exchange.getVariable("referenceId", String.class));
    ObjectNode userData = reply.putObject("userData");
    List<String> sent = new ArrayList<>();
    for (String field : UserDataFields.ALL) {
      String text = required.contains(field) ? text(exchange, user, field) : null;
      if (text != null) {
        put(userData, field, text);
        sent.add(field);
      }
    }
    List<String> missing =
        UserDataFields.ALL.stream()
            .filter(field -> required.contains(field) && !user.containsKey(field))
            .toList();
    dropped.unknown(exchange, user, missing);
    exchange.setVariable("reply", json.writeValueAsString(reply).getBytes(UTF_8));
    exchange.setVariable("fieldsSent", String.join(",", sent));
  }

  private @Nullable String text(Exchange exchange, Map<?, ?> user, String field) {
    FieldText read = UserDataFields.text(field, user.get(field));
    if (read.refusal() != null) {
      dropped.refused(exchange, field, read, read.refusal());
    }
    return read.text();
  }

  private static Map<?, ?> onlyRow(@Nullable Object userData) {
    if (userData == null) {
      return Map.of();
    }
    if (userData instanceof Map<?, ?> row) {
      return row;
    }
    if (userData instanceof List<?> rows && rows.size() <= 1) {
      return rows.isEmpty() ? Map.of() : onlyRow(rows.get(0));
    }
    throw new IllegalStateException("the look-up of user data must give at most one row, as a map");
  }

  private static void put(ObjectNode userData, String field, String text) {
    int dot = field.indexOf('.');
    if (dot == -1) {
      userData.put(field, text);
    } else {
      userData.withObjectProperty(field.substring(0, dot)).put(field.substring(dot + 1), text);
    }
  }

  private static void logUnknown(Collection<?> required, String eventKey) {
    List<?> unknown =
        required.stream().filter(field -> !UserDataFields.ALL.contains(field)).toList();
    if (!unknown.isEmpty()) {
      LOG.warn(
          "event {} requires fields that this version doesn't know, skipped: {}",
          eventKey,
          unknown);
    }
  }
}
