package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.log.PrintableText;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints each webhook as it is taken, and what the bridge stored of it once it has done with it.
 * Ids, amounts and names of fields; no personal value.
 */
final class Timeline implements Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int WHO = "bridge replies".length();
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Set<String> UNDER_WAY = Set.of("pending", "processing");

  private final BridgeTables tables;
  private final PrintStream out;
  private final ExecutorService looking = Executors.newCachedThreadPool();
  private final Phaser open = new Phaser(1);

  Timeline(BridgeTables tables, PrintStream out) {
    this.tables = tables;
    this.out = out;
  }

  @Override
  public void answered(Webhook webhook, Webhook.Attempt attempt, boolean isCopy) {
    print(
        "@|bold M2M sends|@",
        webhook.event,
        gist(webhook) + ": " + attempt.outcome() + " in " + attempt.took().toMillis() + " ms");
    String key = webhook.eventKey();
    if (attempt.isAcknowledged() && key != null) {
      open.register();
      looking.execute(() -> show(webhook, key));
    }
  }

  @Override
  public void replied(DataRequest request, List<String> fields) {
    print(
        "@|bold bridge replies|@",
        request.dataRequestId,
        String.join(", ", fields)
            + (request.timeToReply == null
                ? ""
                : ", " + request.timeToReply.toMillis() + " ms after it was asked"));
  }

  /** Waits until all that came so far is printed. */
  void await() {
    open.arriveAndAwaitAdvance();
  }

  private void show(Webhook webhook, String key) {
    try {
      String state = awaitState(key);
      if ("done".equals(state)) {
        stored(webhook).forEach((table, row) -> print("@|green bridge stored|@", table, row));
      } else {
        print(
            "@|red bridge has|@",
            webhook.event,
            state == null ? "not done with it yet" : "it in state " + state);
      }
    } catch (DataAccessException e) {
      LOG.warn("the timeline can't read the tables: {}", e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.arriveAndDeregister();
    }
  }

  /** How the bridge has done with it; null when it hasn't in time. */
  private @Nullable String awaitState(String key) throws InterruptedException {
    long since = System.nanoTime();
    while (System.nanoTime() - since < LONGEST.toNanos()) {
      BridgeTables.DeliveryRow row = tables.deliveries(Set.of(key), Set.of()).get(key);
      if (row != null && !UNDER_WAY.contains(row.state())) {
        return row.state();
      }
      Thread.sleep(LOOK.toMillis());
    }
    return null;
  }

  private static String gist(Webhook webhook) {
    JsonNode data = webhook.data;
    return switch (webhook.event) {
      case "user.data_request" -> "asks for " + names(data.path("requiredFields"));
      case "operation.created" -> {
        JsonNode amount = data.path("amount");
        yield amount.path("send").asText()
            + " USD and a fee of "
            + amount.path("fee").asText()
            + " for "
            + amount.path("receive").asText()
            + " MXN";
      }
      case "operation.cancelled" -> data.path("cancellationReason").asText();
      default -> webhook.link.linkId;
    };
  }

  private static String names(JsonNode fields) {
    List<String> names = new ArrayList<>();
    fields.forEach(field -> names.add(field.asText()));
    return String.join(", ", names);
  }

  /** What the tables say, by their names. */
  private Map<String, String> stored(Webhook webhook) {
    String id = String.valueOf(webhook.id());
    Map<String, String> lines = new LinkedHashMap<>();
    switch (webhook.event) {
      case "link.created", "link.opened" ->
          note(
              lines,
              "m2m_links",
              tables.links(Set.of(id), Set.of()).get(id),
              row -> row.path("status").asText());
      case "user.data_request" ->
          note(
              lines,
              "m2m_data_requests",
              tables.dataRequests(Set.of(id), Set.of()).get(id),
              row -> row.path("state").asText());
      default -> {
        note(
            lines,
            "m2m_operations",
            tables.operations(Set.of(id), Set.of()).get(id),
            row -> row.path("status").asText() + ", " + amount(row.path("send_amount")));
        note(
            lines,
            "m2m_fund_holds",
            tables.holds(Set.of(id)).get(id),
            row ->
                amount(row.path("amount"))
                    + (row.path("released_at").isNull() ? ", held" : ", released"));
      }
    }
    return lines;
  }

  private static void note(
      Map<String, String> lines,
      String table,
      @Nullable JsonNode row,
      Function<JsonNode, String> text) {
    if (row != null) {
      lines.put(table, text.apply(row));
    }
  }

  private static String amount(JsonNode amount) {
    return amount.isNumber() ? amount.decimalValue().toPlainString() + " USD" : "no amount";
  }

  private synchronized void print(String who, String what, String how) {
    out.printf(
        Locale.ROOT,
        "%s  %s%s %-20s %s%n",
        TIME.format(Instant.now()),
        Ansi.AUTO.string(who),
        " ".repeat(Math.max(0, WHO - Ansi.OFF.string(who).length())),
        what,
        PrintableText.line(how));
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
