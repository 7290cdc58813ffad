package io.m2mbridge.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.Message;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A random stream of webhooks of all kinds, out of order, with copies, conflicts, late and useless
 * ones; and the model of what must be left of it.
 */
final class Story {
  private static final Map<String, String> COLUMNS =
      Map.of(
          "name.firstName", "first_name",
          "name.secondName", "second_name",
          "name.lastName", "last_name",
          "name.secondLastName", "second_last_name",
          "idNumber", "id_number",
          "idType", "id_type");

  private static final List<String> FIELDS = COLUMNS.keySet().stream().sorted().toList();
  private static final Duration TOO_OLD = Duration.ofHours(4);

  private final Random random;
  private final M2mApi api;
  private final JdbcClient sql;
  private final Model model = new Model();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private int number;

  /**
   * @param api that data requests name; the story also says how it answers some of them
   * @param sql where the users are made known of whom data requests ask
   */
  Story(Random random, M2mApi api, JdbcClient sql) {
    this.random = random;
    this.api = api;
    this.sql = sql;
  }

  Model model() {
    return model;
  }

  /** What comes next of a number of links, operations, data requests and other matters. */
  List<Message> chapter(int matters) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < matters; i++) {
      int kind = random.nextInt(100);
      if (kind < 25) {
        link(messages);
      } else if (kind < 60) {
        operation(messages);
      } else if (kind < 85) {
        dataRequest(messages);
      } else if (kind < 90) {
        unknown(messages);
      } else if (kind < 95) {
        useless(messages);
      } else {
        late(messages);
      }
    }
    Collections.shuffle(messages, random);
    return messages;
  }

  private void link(List<Message> messages) {
    String id = id("link");
    boolean isCreated = chance(80);
    if (isCreated) {
      run(messages, "link.created:" + id, linkCreated(id));
    }
    if (!isCreated || chance(70)) {
      Event opened =
          Event.of("link.opened")
              .withText("data.linkId", id)
              .withText("data.referenceId", "user_of_" + id)
              .withText("data.openedAt", time());
      if (chance(20)) {
        opened.without("data.deviceInfo");
      }
      run(messages, "link.opened:" + id, opened);
    }
  }

  private Event linkCreated(String id) {
    Event created =
        Event.of("link.created")
            .withText("data.linkId", id)
            .withText("data.referenceId", "user_of_" + id)
            .withText("data.createdAt", time())
            .withText("data.expiresAt", time());
    return chance(30) ? created.with("data.metadata", metadata()) : created;
  }

  private void operation(List<Message> messages) {
    String id = id("op");
    boolean isCreated = chance(85);
    if (isCreated) {
      Event created =
          Event.of("operation.created")
              .withText("data.operationId", id)
              .withText("data.createdAt", time())
              .with("data.amount.send", amount(2))
              .with("data.amount.receive", amount(2))
              .with("data.amount.rate", amount(1 + random.nextInt(6)))
              .with("data.amount.fee", amount(1 + random.nextInt(3)));
      if (chance(10)) {
        created.without("data.amount.fee");
      }
      if (chance(5)) {
        created.without("data.amount");
      }
      run(messages, "operation.created:" + id, created);
    }
    if (!isCreated || chance(50)) {
      Event cancelled =
          Event.of("operation.cancelled")
              .withText("data.operationId", id)
              .withText("data.cancelledAt", time())
              .withText("data.cancellationReason", "reason_" + random.nextInt(5));
      run(messages, "operation.cancelled:" + id, cancelled);
    }
  }

  private void dataRequest(List<Message> messages) {
    String id = id("dr");
    Map<String, String> known = new LinkedHashMap<>();
    Map<String, String> asked = new LinkedHashMap<>();
    boolean isUnknownUser = chance(15);
    for (String field : FIELDS) {
      String value = isUnknownUser || chance(30) ? null : field + " of " + id;
      known.put(field, value);
      if (chance(70)) {
        asked.put(field, value);
      }
    }
    asked.put("aFieldOfNextYear", null);
    know(DataRequests.user(id), known);

    boolean isRejected = chance(5);
    Event event =
        Event.of("user.data_request")
            .withText("data.dataRequestId", id)
            .withText("data.referenceId", DataRequests.user(id))
            .with("data.requiredFields", "[\"" + String.join("\",\"", asked.keySet()) + "\"]")
            .withText(
                "data.replyEndpoint",
                isRejected ? "https://elsewhere.example/" + id : api.replyEndpoint(id))
            .withText("data.expiresAt", now.plusSeconds(3600).toString());
    asked.values().removeIf(value -> value == null);
    boolean isReply = !isRejected && !asked.isEmpty();
    int unavailable = isReply && chance(20) ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < unavailable; i++) {
      api.answersTo(id, DataRequests.UNAVAILABLE);
    }
    model.answers(
        event.toString(),
        isReply ? "fulfilled" : isRejected ? "rejected" : "no_data",
        isReply ? asked : Map.of(),
        unavailable);
    run(messages, "user.data_request:" + id, event);
  }

  private void know(String user, Map<String, String> fields) {
    sql.sql(
            "INSERT INTO m2m_users (reference_id, %s) VALUES (?, ?, ?, ?, ?, ?, ?)"
                .formatted(String.join(", ", FIELDS.stream().map(COLUMNS::get).toList())))
        .param(user)
        .params(FIELDS.stream().map(fields::get).toList())
        .update();
  }

  /** An event that M2M added since; only equal bytes are the same event. */
  private void unknown(List<Message> messages) {
    String body =
        Event.of("link.created")
            .withText("event", "link.revoked")
            .withText("data.linkId", id("link"))
            .toString();
    String name = "link.revoked:sha256:" + sha256(body);
    model.runs(name, body);
    copies(messages, Message.of(name, body), body);
  }

  /** A signed webhook that can't be used. */
  private void useless(List<Message> messages) {
    String id = id("op");
    boolean isBadJson = random.nextBoolean();
    String body =
        isBadJson
            ? "{\"event\":\"operation.created\",\"data\":{\"operationId\":\"" + id + "\""
            : Event.of("operation.created")
                .withText("data.operationId", id)
                .with("data.amount.send", "1e30")
                .toString();
    String name = Model.quarantined(isBadJson ? "bad-json" : "bad-amount", body);
    model.quarantines(name);
    copies(messages, Message.of(name, body), body);
  }

  /** A link's creation that comes hours late, and then again in time. */
  private void late(List<Message> messages) {
    String id = id("link");
    String body = linkCreated(id).toString();
    String fresh = "link.created:" + id;
    String stale = Model.quarantined("stale", body);
    model.runs(fresh, body);
    model.quarantines(stale);
    messages.add(Message.of(stale, body).aged(TOO_OLD).then(Message.of(fresh, body)));
  }

  /** An event that must run; copies of it may differ in when they were generated. */
  private void run(List<Message> messages, String name, Event event) {
    event.withText("timestamp", time());
    String body = event.toString();
    model.runs(name, body);
    Message message = Message.of(name, body);
    if (chance(5)) {
      // Other content under a known key; before the first it would be the first.
      String other = event.withText("data.note", "another").toString();
      String conflict = Model.quarantined("conflict", other);
      model.quarantines(conflict);
      message = message.then(Message.of(conflict, other));
    }
    copies(messages, message, event.without("data.note").withText("timestamp", time()).toString());
  }

  private void copies(List<Message> messages, Message message, String copy) {
    messages.add(message);
    while (chance(25)) {
      messages.add(Message.of(message.name(), copy));
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String id(String kind) {
    return kind + "_" + ++number;
  }

  private String time() {
    return now.minusMillis(random.nextInt(3_600_000)).toString();
  }

  private String amount(int scale) {
    return BigDecimal.valueOf(1 + random.nextInt(10_000_000), scale).toPlainString();
  }

  private String metadata() {
    return "{\"order\":\"" + random.nextInt(1000) + "\"}";
  }

  private static String sha256(String body) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
