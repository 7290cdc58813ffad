package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.dev.CommandFile;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints each answered webhook, from the simulator or another sender, and what the bridge stored
 * once it has processed it. It prints ids, amounts and names of fields, but no personal values.
 */
final class Timeline implements Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int WHO = "bridge replies".length();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL_PERIOD = Duration.ofMillis(10);

  /** The maximum number of webhooks from other senders that are shown at the same time. */
  private static final int MAXIMUM_OTHERS = 20;

  private static final Set<String> UNDER_WAY = Set.of("pending", "processing");

  private final BridgeTables tables;
  private final PrintStream out;

  /** The threads that read the tables. Tasks after the end are dropped. */
  private final ExecutorService readers =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.MINUTES,
          new SynchronousQueue<>(),
          new ThreadPoolExecutor.DiscardPolicy());

  private final Phaser open = new Phaser(1);

  /** The signatures of the simulator's requests that aren't answered yet. */
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  private final Semaphore others = new Semaphore(MAXIMUM_OTHERS);
  private final AtomicInteger notShown = new AtomicInteger();

  Timeline(BridgeTables tables, PrintStream out) {
    this.tables = tables;
    this.out = out;
  }

  @Override
  public void sends(Webhook webhook) {
    own.add(String.valueOf(webhook.signature));
  }

  @Override
  public void answered(Webhook webhook, Webhook.Attempt attempt, boolean isCopy) {
    own.remove(String.valueOf(webhook.signature));
    print(
        "@|bold M2M sends|@",
        webhook.event,
        gist(webhook) + ": " + attempt.outcome() + " in " + attempt.took().toMillis() + " ms");
    String key = webhook.eventKey();
    if (attempt.isAcknowledged() && key != null) {
      open.register();
      readers.execute(
          () -> {
            try {
              show(webhook.event, key);
            } finally {
              open.arriveAndDeregister();
            }
          });
    }
  }

  /** Whether a request with this signature is the simulator's own. */
  boolean isOwn(@Nullable String signature) {
    return signature != null && own.contains(signature);
  }

  /** Shows a webhook from another sender. If there are too many, only their number is shown. */
  void arrived(Arrival arrival) {
    if (!others.tryAcquire()) {
      notShown.incrementAndGet();
      return;
    }
    readers.execute(
        () -> {
          try {
            int before = notShown.getAndSet(0);
            if (before > 0) {
              print("@|bold from elsewhere|@", "", before + " more, not shown");
            }
            print("@|bold from elsewhere|@", arrival.what(), arrival.how());
            if (arrival.isAccepted()) {
              show(arrival.event(), arrival.eventKey());
            }
          } finally {
            others.release();
          }
        });
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

  @Override
  public void ended(Operation operation) {
    print(
        operation.status == Operation.Status.COMPLETED
            ? "@|bold M2M completes|@"
            : "@|bold M2M fails|@",
        "an operation",
        operation.operationId
            + ": no webhook tells of it; "
            + CommandFile.command()
            + " reconcile does");
  }

  /** Waits until all webhooks so far are printed. */
  void await() {
    open.arriveAndAwaitAdvance();
  }

  private void show(String event, String key) {
    try {
      String state = awaitState(key);
      if ("done".equals(state)) {
        stored(event, key.substring(event.length() + 1))
            .forEach((table, row) -> print("@|green bridge stored|@", table, row));
      } else {
        print(
            "@|red bridge has|@",
            Arrival.printable(event),
            state == null ? "not processed it yet" : "it in state " + state);
      }
    } catch (DataAccessException e) {
      LOG.warn("the timeline can't read the tables: {}", e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the state once the bridge has processed the event, or null at the timeout. */
  private @Nullable String awaitState(String key) throws InterruptedException {
    long since = System.nanoTime();
    while (System.nanoTime() - since < TIMEOUT.toNanos()) {
      BridgeTables.DeliveryRow row = tables.deliveries(Set.of(key), Set.of()).get(key);
      if (row != null && !UNDER_WAY.contains(row.state())) {
        return row.state();
      }
      Thread.sleep(POLL_PERIOD.toMillis());
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

  /** Returns the contents of the tables, by their names. */
  private Map<String, String> stored(String event, String id) {
    Map<String, String> lines = new LinkedHashMap<>();
    switch (event) {
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
      case "operation.created", "operation.cancelled" -> {
        note(
            lines,
            "m2m_operations",
            tables.operations(Set.of(id), Set.of()).get(id),
            row ->
                row.path("status").asText()
                    + ", "
                    + amount(row.path("send_amount"), row.path("send_currency")));
        note(
            lines,
            "m2m_fund_holds",
            tables.holds(Set.of(id)).get(id),
            row ->
                amount(row.path("amount"), row.path("currency"))
                    + (row.path("released_at").isNull() ? ", held" : ", released"));
      }
      default -> lines.put("m2m_deliveries", "done");
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

  private static String amount(JsonNode amount, JsonNode currency) {
    return amount.isNumber()
        ? amount.decimalValue().toPlainString()
            + (currency.isTextual() ? " " + Arrival.printable(currency.asText()) : "")
        : "no amount";
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
    readers.shutdownNow();
  }
}
