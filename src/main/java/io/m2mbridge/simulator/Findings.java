package io.m2mbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a receiver does wrong, as far as its answers and replies show it. It checks only what
 * M2M's pages state: a wrong signature is refused, a copy is acknowledged, and a data request is
 * answered if the receiver is expected to (docs/protocol.md, "Delivery"; docs/protocol.md,
 * "Reply").
 */
final class Findings {
  /**
   * What is expected of the receiver.
   *
   * @param knowsOldSecret whether it may accept signatures of {@code --old-secret}
   * @param replies whether it must answer data requests
   */
  record Expected(boolean knowsOldSecret, boolean replies) {}

  /** The minimum time for a reply. With less, a receiver may be late without a fault. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  /**
   * The number of attempts of one webhook. Fewer requests without an answer don't mean that the
   * receiver stopped.
   */
  private static final int FEWEST_UNANSWERED = 5;

  private static final int MOST_NAMED = 5;

  private final List<Webhook> webhooks;
  private final List<DataRequest> requests;
  private final Expected expected;
  private final List<String> findings = new ArrayList<>();

  private Findings(List<Webhook> webhooks, List<DataRequest> requests, Expected expected) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.expected = expected;
  }

  /** Returns one sentence on each kind of fault; an empty list if there is none. */
  static List<String> of(List<Webhook> webhooks, List<DataRequest> requests, Expected expected) {
    Findings findings = new Findings(webhooks, requests, expected);
    findings.stoppedAnswering();
    findings.wrongSignatures();
    findings.copies();
    if (expected.replies()) {
      findings.dataRequests();
    }
    return List.copyOf(findings.findings);
  }

  /** Whether a missing reply may still arrive. */
  static boolean isReplyToCome(List<DataRequest> requests, Instant now) {
    return requests.stream()
        .anyMatch(
            request -> isDue(request) && request.calls == 0 && now.isBefore(request.expiresAt));
  }

  /**
   * Finds whether no request after a certain webhook had an answer, and a webhook failed because of
   * that.
   */
  private void stoppedAnswering() {
    Webhook.Attempt last = null;
    Webhook lastWebhook = null;
    for (Webhook webhook : webhooks) {
      for (Webhook.Attempt attempt : requests(webhook).toList()) {
        if (attempt.status() != null && (last == null || attempt.end().isAfter(last.end()))) {
          last = attempt;
          lastWebhook = webhook;
        }
      }
    }
    Instant end = last == null ? Instant.MIN : last.end();
    List<Webhook.Attempt> unanswered =
        webhooks.stream()
            .flatMap(Findings::requests)
            .filter(attempt -> attempt.status() == null && attempt.end().isAfter(end))
            .toList();
    boolean hasFailed =
        webhooks.stream()
            .filter(webhook -> webhook.state == Webhook.State.FAILED)
            .flatMap(Findings::requests)
            .anyMatch(unanswered::contains);
    if (unanswered.size() < FEWEST_UNANSWERED || !hasFailed) {
      return;
    }
    Map<String, Long> why =
        unanswered.stream()
            .collect(
                Collectors.groupingBy(
                    Webhook.Attempt::outcome, TreeMap::new, Collectors.counting()));
    String tally = unanswered.size() + " requests without an answer (" + Report.list(why) + ").";
    findings.add(
        lastWebhook == null
            ? "The receiver never answered: " + tally
            : "The receiver stopped answering after webhook "
                + (webhooks.indexOf(lastWebhook) + 1)
                + " of "
                + webhooks.size()
                + " ("
                + lastWebhook.name()
                + "): since then "
                + tally);
  }

  private static Stream<Webhook.Attempt> requests(Webhook webhook) {
    return Stream.concat(webhook.attempts.stream(), webhook.copies.stream());
  }

  private void wrongSignatures() {
    List<Webhook> taken =
        webhooks.stream()
            .filter(this::isSignedWrongAtFirst)
            .filter(webhook -> !webhook.attempts.isEmpty())
            .filter(webhook -> webhook.attempts.get(0).isAcknowledged())
            .toList();
    find(
        "Wrong signatures that were answered 2xx: ",
        taken,
        "",
        Webhook::name,
        "The receiver must check X-M2M-Signature.");
  }

  private boolean isSignedWrongAtFirst(Webhook webhook) {
    WebhookFaults disturbance = webhook.disturbance;
    return disturbance.isSignatureBad()
        || disturbance.isSignatureCut()
        || (disturbance.isSecretChanged() && !webhook.goesToCallback && !expected.knowsOldSecret());
  }

  /** Finds refused copies. M2M would send a refused copy again, four times. */
  private void copies() {
    find(
        "Copies that were refused: ",
        webhooks.stream()
            .filter(webhook -> webhook.copies.stream().anyMatch(Findings::isRefused))
            .toList(),
        "",
        webhook ->
            webhook.name()
                + " "
                + webhook.copies.stream()
                    .filter(Findings::isRefused)
                    .map(Webhook.Attempt::outcome)
                    .collect(Collectors.joining(" ")),
        "The receiver must answer 2xx to an event that it has.");
  }

  /** Whether a copy was refused for good. A receiver that is only busy may accept it later. */
  private static boolean isRefused(Webhook.Attempt attempt) {
    Integer status = attempt.status();
    return status != null && status >= 300 && status < 500 && status != 408 && status != 429;
  }

  private void dataRequests() {
    List<DataRequest> due = requests.stream().filter(Findings::isDue).toList();
    String ofDue = " of " + due.size();
    find(
        "Data requests that were never answered: ",
        due.stream().filter(request -> request.calls == 0).toList(),
        ofDue,
        request -> request.dataRequestId,
        "Use --no-replies if the receiver isn't expected to answer them.");
    find(
        "Data requests without an accepted reply: ",
        due.stream().filter(Findings::isRefused).toList(),
        ofDue,
        request -> request.dataRequestId + " " + text(request.refusal),
        "Each is listed with the last answer of M2M's API.");
  }

  /**
   * Whether a reply is due: the request was acknowledged, its endpoint is valid, and there was time
   * for a reply.
   */
  static boolean isDue(DataRequest request) {
    Webhook webhook = request.webhook;
    if (webhook == null || request.isHostile || request.link.status == Link.Status.REVOKED) {
      return false;
    }
    return webhook.attempts.stream()
        .filter(Webhook.Attempt::isAcknowledged)
        .min(Comparator.comparing(Webhook.Attempt::end))
        .filter(taken -> !taken.end().plus(LEAST_TIME).isAfter(request.expiresAt))
        .isPresent();
  }

  /**
   * Whether replies were refused because of the receiver: not by M2M's rate limits, and not as late
   * after failed calls.
   */
  private static boolean isRefused(DataRequest request) {
    ApiException refusal = request.refusal;
    return request.fulfilledAt == null
        && refusal != null
        && refusal.status() != 429
        && !refusal.code().equals("PARTNER_SUSPENDED")
        && (refusal.status() != 409 || request.calls == 1);
  }

  private static String text(@Nullable ApiException refusal) {
    return refusal == null ? "" : refusal.status() + " " + refusal.code();
  }

  private <T> void find(
      String what, List<T> found, String ofHowMany, Function<T, String> name, String advice) {
    if (!found.isEmpty()) {
      String names = found.stream().limit(MOST_NAMED).map(name).collect(Collectors.joining(", "));
      String more =
          found.size() > MOST_NAMED ? ", and " + (found.size() - MOST_NAMED) + " more" : "";
      findings.add(what + found.size() + ofHowMany + " (" + names + more + "). " + advice);
    }
  }
}
