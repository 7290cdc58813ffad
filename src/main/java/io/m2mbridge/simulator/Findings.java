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
 * What a receiver does wrong, as far as its answers and its replies show it. Only what M2M's pages
 * settle: that a wrong signature is refused, a copy is acknowledged, and a data request is answered
 * where the receiver is meant to (docs/protocol.md, "Delivery"; docs/protocol.md, "Reply").
 */
final class Findings {
  /**
   * What is expected of the receiver.
   *
   * @param knowsOldSecret whether it may take what {@code --old-secret} signs
   * @param replies whether it is to answer data requests
   */
  record Expected(boolean knowsOldSecret, boolean replies) {}

  /** A receiver that has less time for its reply may be too late. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  /** One webhook's attempts: fewer requests without an answer are no end. */
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

  /** A sentence for each kind; none where all is well. */
  static List<String> of(List<Webhook> webhooks, List<DataRequest> requests, Expected expected) {
    Findings findings = new Findings(webhooks, requests, expected);
    findings.silence();
    findings.wrongSignatures();
    findings.copies();
    if (expected.replies()) {
      findings.dataRequests();
    }
    return List.copyOf(findings.findings);
  }

  /** Whether a reply may still come that is missing now. */
  static boolean isReplyToCome(List<DataRequest> requests, Instant now) {
    return requests.stream()
        .anyMatch(
            request -> isDue(request) && request.calls == 0 && now.isBefore(request.expiresAt));
  }

  /** From one webhook on no request had an answer, and one of the webhooks failed for that. */
  private void silence() {
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
                + name(lastWebhook)
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
        Findings::name,
        "The receiver must check X-M2M-Signature.");
  }

  private boolean isSignedWrongAtFirst(Webhook webhook) {
    Disturbance disturbance = webhook.disturbance;
    return disturbance.isSignatureBad()
        || disturbance.isSignatureCut()
        || (disturbance.isSecretChanged() && !webhook.goesToCallback && !expected.knowsOldSecret());
  }

  /** M2M sends a copy that is refused again, four times. */
  private void copies() {
    find(
        "Copies that were refused: ",
        webhooks.stream()
            .filter(webhook -> webhook.copies.stream().anyMatch(Findings::isRefused))
            .toList(),
        "",
        webhook ->
            name(webhook)
                + " "
                + webhook.copies.stream()
                    .filter(Findings::isRefused)
                    .map(Webhook.Attempt::outcome)
                    .collect(Collectors.joining(" ")),
        "The receiver must answer 2xx to an event that it has.");
  }

  /** For good; what is too busy now may take it later. */
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
        "Say --no-replies where the receiver isn't meant to answer them.");
    find(
        "Data requests of which M2M took no reply: ",
        due.stream().filter(Findings::isRefused).toList(),
        ofDue,
        request -> request.dataRequestId + " " + text(request.refusal),
        "Each stands with the last answer of M2M's API.");
  }

  /** Acknowledged, and with an endpoint and the time for a reply. */
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

  /** For what the receiver can help: not for M2M's limits, nor late after calls that failed. */
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

  private static String name(Webhook webhook) {
    String key = webhook.eventKey();
    return key == null ? webhook.event + " of " + webhook.link.linkId : key;
  }
}
