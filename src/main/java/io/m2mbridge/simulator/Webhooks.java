package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.signing.Secrets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends webhooks as M2M does: signed, with up to five attempts until one is acknowledged. */
final class Webhooks {
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
  private static final Duration LONGEST_BEFORE_COPY = Duration.ofMinutes(1);
  private static final Duration FUTURE = Duration.ofHours(1);
  private static final int OVERSIZE = 1_100_000;

  private final HttpClient client;
  private final Pace pace;
  private final PartnerSecrets secrets;
  private final Stances stances;
  private final Faults faults;
  private final String partnerUrl;
  private final Duration timeout;
  private final Listener listener;
  private final List<Webhook> all = new ArrayList<>();
  private int underWay;

  Webhooks(
      HttpClient client,
      Pace pace,
      PartnerSecrets secrets,
      Stances stances,
      Faults faults,
      String partnerUrl,
      Duration timeout,
      Listener listener) {
    this.client = client;
    this.pace = pace;
    this.secrets = secrets;
    this.stances = stances;
    this.faults = faults;
    this.partnerUrl = partnerUrl;
    this.timeout = timeout;
    this.listener = listener;
  }

  List<Webhook> all() {
    return all;
  }

  /** Whether no request is running or planned. */
  boolean isIdle() {
    return underWay == 0;
  }

  /** Creates an event and sends it at once, unless it is delayed or lost. */
  Webhook emit(String event, Link link, ObjectNode data) {
    WebhookFaults disturbance = WebhookFaults.draw(faults, link.random);
    if (disturbance.isOversize()) {
      data.put("filler", "x".repeat(OVERSIZE));
    }
    Webhook webhook =
        new Webhook(
            event,
            link,
            link.callbackUrl == null ? partnerUrl : link.callbackUrl,
            pace.now(),
            data,
            secrets.current(),
            disturbance);
    all.add(webhook);
    if (disturbance.isLost()) {
      webhook.state = Webhook.State.LOST;
      return webhook;
    }
    underWay++;
    Duration hold = upTo(LONGEST_HOLD, link.random);
    Duration beforeCopy = upTo(LONGEST_BEFORE_COPY, link.random);
    Runnable first = () -> attempt(webhook, 1, beforeCopy);
    if (disturbance.isHeldBack()) {
      pace.after(hold, first);
    } else {
      first.run();
    }
    return webhook;
  }

  /**
   * Replays all webhooks in this final state.
   *
   * @return how many
   */
  int replay(Webhook.State end) {
    List<Webhook> chosen = all.stream().filter(webhook -> webhook.state == end).toList();
    chosen.forEach(this::replay);
    return chosen.size();
  }

  /** Sends a finished webhook again, as a replay from the portal does. */
  void replay(Webhook webhook) {
    webhook.state = Webhook.State.PENDING;
    underWay++;
    attempt(webhook, 1, Duration.ZERO);
  }

  private void attempt(Webhook webhook, int inRow, Duration beforeCopy) {
    send(
        webhook,
        attempt -> {
          webhook.attempts.add(attempt);
          boolean isLast =
              inRow > stances.waits().size()
                  || (attempt.status() != null && stances.stopRetries.contains(attempt.status()));
          if (attempt.isAcknowledged()) {
            webhook.state = Webhook.State.ACKNOWLEDGED;
          } else if (isLast) {
            webhook.state = Webhook.State.FAILED;
          } else {
            pace.after(
                stances.waits().get(inRow - 1), () -> attempt(webhook, inRow + 1, beforeCopy));
          }
          listener.answered(webhook, attempt, false);
          if (attempt.isAcknowledged() && webhook.disturbance.isRepeated()) {
            pace.after(beforeCopy, () -> copy(webhook));
          } else if (webhook.state != Webhook.State.PENDING) {
            underWay--;
          }
        });
  }

  private void copy(Webhook webhook) {
    send(
        webhook,
        attempt -> {
          webhook.copies.add(attempt);
          underWay--;
          listener.answered(webhook, attempt, true);
        });
  }

  private void send(Webhook webhook, Consumer<Webhook.Attempt> then) {
    Instant at = pace.now();
    boolean isFirst = webhook.firstTimestamp == null;
    String timestamp = timestamp(webhook, at);
    byte[] body =
        EventTemplates.envelope(
            webhook.event,
            webhook.disturbance.isBodyTimestampNew() ? at : webhook.generatedAt,
            webhook.data);
    String signature = secrets.sign(webhook, isFirst, timestamp, body);
    if (isFirst) {
      signature = disturbed(signature, webhook.disturbance);
    }
    webhook.signature = signature;
    listener.sends(webhook);
    Once answer = new Once(at, then);
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(webhook.url)
            .setConnectTimeout(timeout.toMillis())
            .putHeader("Content-Type", "application/json")
            .putHeader("X-M2M-Event", headerEvent(webhook))
            .putHeader("X-M2M-Timestamp", timestamp)
            .putHeader("X-M2M-Signature", signature);
    // The timeout starts with the connection: waiting for one isn't the receiver's fault.
    client
        .request(request)
        .onSuccess(
            open -> {
              if (webhook.sentAtNanos == null) {
                webhook.sentAtNanos = System.nanoTime();
              }
              pace.afterReal(timeout, () -> answer.timedOut(open));
              open.send(Buffer.buffer(body))
                  .onSuccess(
                      response -> {
                        // A broken body doesn't change the result.
                        response.exceptionHandler(cut -> {});
                        answer.status(response.statusCode());
                      })
                  .onFailure(answer::failed);
            })
        .onFailure(answer::failed);
  }

  private static String disturbed(String signature, WebhookFaults disturbance) {
    if (disturbance.isSignatureCut()) {
      return signature.substring(0, signature.length() - 1);
    }
    return disturbance.isSignatureBad() ? Secrets.falsified(signature) : signature;
  }

  private static String headerEvent(Webhook webhook) {
    if (!webhook.disturbance.isEventMismatched()) {
      return webhook.event;
    }
    return webhook.event.equals("link.opened") ? "link.created" : "link.opened";
  }

  private String timestamp(Webhook webhook, Instant at) {
    WebhookFaults disturbance = webhook.disturbance;
    if (webhook.firstTimestamp != null && disturbance.isTimestampFrozen()) {
      return webhook.firstTimestamp;
    }
    boolean isFirst = webhook.firstTimestamp == null;
    Instant written = isFirst && disturbance.isInFuture() ? at.plus(FUTURE) : at;
    String timestamp =
        isFirst && disturbance.isTimestampGarbage()
            ? "yesterday"
            : Long.toString(
                disturbance.isInMilliseconds() ? written.toEpochMilli() : written.getEpochSecond());
    webhook.firstTimestamp = isFirst ? timestamp : webhook.firstTimestamp;
    return timestamp;
  }

  private static Duration upTo(Duration longest, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(longest.toMillis()));
  }

  /** Handles only the first of answer, failure and timeout. */
  private static final class Once {
    private final Instant at;
    private final long start = System.nanoTime();
    private final Consumer<Webhook.Attempt> then;
    private boolean isOver;

    Once(Instant at, Consumer<Webhook.Attempt> then) {
      this.at = at;
      this.then = then;
    }

    void status(int status) {
      end(status, null);
    }

    void failed(Throwable failure) {
      end(null, word(failure));
    }

    void timedOut(HttpClientRequest open) {
      if (!isOver) {
        end(null, "timed out");
        open.reset();
      }
    }

    private void end(@Nullable Integer status, @Nullable String failure) {
      if (!isOver) {
        isOver = true;
        then.accept(
            new Webhook.Attempt(at, status, failure, Duration.ofNanos(System.nanoTime() - start)));
      }
    }
  }

  private static String word(Throwable failure) {
    if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
      return "no connection";
    }
    if (failure instanceof SSLException) {
      return "no TLS";
    }
    return failure instanceof TimeoutException ? "timed out" : "cut off";
  }
}
