package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was sent, and the results.
 *
 * @param attempts the number of requests, including copies of acknowledged webhooks
 * @param retried the number of webhooks with more than one attempt
 * @param notTaken the answers other than 2xx and the reasons for no answer, each with its count
 * @param replies the number of replies to data requests, including refused ones
 * @param timesToReply the times to reply of the fulfilled data requests, sorted
 * @param lost the keys of the webhooks that were never sent, on purpose
 * @param toFind what a comparison with the API must find, as {@link ExpectedFindings} returns it
 */
record Report(
    int links,
    int operations,
    int webhooks,
    int attempts,
    int copies,
    int acknowledged,
    int retried,
    int failed,
    int pending,
    Map<String, Integer> notTaken,
    int dataRequests,
    int fulfilled,
    int replies,
    List<Duration> timesToReply,
    List<String> lost,
    List<String> toFind) {

  static Report of(Platform platform, Webhooks webhooks) {
    List<Webhook> all = webhooks.all();
    Map<String, Integer> notTaken = new TreeMap<>();
    all.stream()
        .flatMap(webhook -> Stream.concat(webhook.attempts.stream(), webhook.copies.stream()))
        .filter(attempt -> !attempt.isAcknowledged())
        .forEach(attempt -> notTaken.merge(attempt.outcome(), 1, Integer::sum));
    int copies = all.stream().mapToInt(webhook -> webhook.copies.size()).sum();
    List<DataRequest> requests = platform.dataRequests();
    return new Report(
        platform.links().size(),
        platform.operations().size(),
        all.size(),
        all.stream().mapToInt(webhook -> webhook.attempts.size()).sum() + copies,
        copies,
        count(all, Webhook.State.ACKNOWLEDGED),
        (int) all.stream().filter(webhook -> webhook.attempts.size() > 1).count(),
        count(all, Webhook.State.FAILED),
        count(all, Webhook.State.PENDING),
        notTaken,
        requests.size(),
        (int) requests.stream().filter(request -> request.fulfilledAt != null).count(),
        requests.stream().mapToInt(request -> request.replies).sum(),
        requests.stream()
            .flatMap(request -> Stream.ofNullable(request.timeToReply))
            .sorted()
            .toList(),
        all.stream()
            .filter(webhook -> webhook.state == Webhook.State.LOST)
            .map(Webhook::name)
            .toList(),
        ExpectedFindings.of(platform, webhooks));
  }

  private static int count(List<Webhook> webhooks, Webhook.State state) {
    return (int) webhooks.stream().filter(webhook -> webhook.state == state).count();
  }

  /**
   * Returns the time within which this share of the replies arrived, in milliseconds; 0 without
   * replies.
   */
  private long percentile(double share) {
    return timesToReply.isEmpty()
        ? 0
        : timesToReply.get((int) Math.ceil(share * timesToReply.size()) - 1).toMillis();
  }

  ObjectNode json() {
    ObjectNode json = EventTemplates.JSON.createObjectNode();
    json.put("links", links).put("operations", operations).put("webhooks", webhooks);
    json.put("attempts", attempts).put("copies", copies).put("acknowledged", acknowledged);
    json.put("retried", retried).put("failed", failed).put("pending", pending);
    ObjectNode refusals = json.putObject("notTaken");
    notTaken.forEach(refusals::put);
    json.put("dataRequests", dataRequests).put("fulfilled", fulfilled).put("replies", replies);
    json.putObject("timeToReplyMillis")
        .put("p50", percentile(0.5))
        .put("p95", percentile(0.95))
        .put("p99", percentile(0.99));
    lost.forEach(json.putArray("lost")::add);
    toFind.forEach(json.putArray("toFind")::add);
    return json;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "links", links + ", operations " + operations);
    line(
        text,
        "webhooks",
        webhooks + " in " + attempts + " requests, " + copies + " of them copies");
    line(
        text,
        "",
        "acknowledged "
            + acknowledged
            + ", retried "
            + retried
            + ", failed "
            + failed
            + (pending == 0 ? "" : ", pending " + pending));
    if (!notTaken.isEmpty()) {
      line(text, "not taken", list(notTaken));
    }
    line(text, "data requests", dataRequests + ", fulfilled " + fulfilled + "; replies " + replies);
    if (!timesToReply.isEmpty()) {
      line(
          text,
          "time to reply",
          "p50 "
              + percentile(0.5)
              + " ms, p95 "
              + percentile(0.95)
              + " ms, p99 "
              + percentile(0.99)
              + " ms");
    }
    if (!lost.isEmpty()) {
      line(text, "lost", lost.size() + " on purpose");
      lost.forEach(name -> text.append(String.format("  %s%n", name)));
    }
    if (!toFind.isEmpty()) {
      line(text, "reconcile", "must find " + list(countsOfKinds()));
    }
    return text.toString();
  }

  private Map<String, Integer> countsOfKinds() {
    Map<String, Integer> counts = new TreeMap<>();
    toFind.forEach(finding -> counts.merge(finding.split(" ")[0], 1, Integer::sum));
    return counts;
  }

  /** Returns the outcomes with their counts, as a text. */
  static String list(Map<String, ? extends Number> outcomes) {
    return outcomes.toString().replaceAll("[{}]", "").replace("=", ": ");
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format("%-15s%s%n", label, value));
  }
}
