package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOrderRuleTest {
  private static final String READ =
      "              - process:\n                  id: read-envelope\n                  ref: read-envelope\n";
  private static final String STORE =
"""
        - process:
            id: store
            description: Waits for the commit without holding a thread; webhooks that arrive together share a commit.
            ref: store-delivery
""";
  private static final String TAKE =
"""
              - to:
                  id: take-first-delivery
                  uri: direct
                  parameters:
                    name: webhook-first-delivery
""";

  private static EditedSite before(String step, String yaml) {
    return new EditedSite().insertBefore("webhook-receive", step, yaml);
  }

  @Test
  void findsAStoreAfterTheIdempotentConsumer() {
    Finding found =
        Found.only(
            "store-order",
            new EditedSite()
                .edit("webhook-receive", STORE, "")
                .insertBefore(
                    "webhook-receive", "answer-ok", "- process:\n    ref: store-delivery"));
    assertEquals("webhook-receive/first-delivery-only", found.where());
  }

  @Test
  void findsThatTheStoreIsGone() {
    Found.only("store-order", new EditedSite().edit("webhook-receive", STORE, ""));
  }

  @Test
  void findsThatTheEnvelopeIsNotRead() {
    Found.only("store-order", new EditedSite().edit("webhook-receive", READ, ""));
  }

  @Test
  void findsAStoreThatNotEveryWebhookReaches() {
    Found.only(
        "store-order",
        before(
                "first-delivery-only",
                "- filter:\n    simple: \"${variable.event} != 'link.opened'\"\n    steps:\n      - process:\n          ref: store-delivery")
            .edit("webhook-receive", STORE, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- filter:\n    simple: \"${variable.event} == 'link.opened'\"\n    steps:\n      - setVariable:\n          name: status\n          constant: \"200\"\n      - to: direct:webhook-answer\n      - stop",
        "- filter:\n    simple: \"${variable.event} == 'link.opened'\"\n    steps:\n      - stop"
      })
  void findsAnAnswerWithoutAStore(String step) {
    Found.only("store-order", before("store", step));
  }

  @Test
  void findsThatTheIdempotentConsumerIsGone() {
    EditedSite site = new EditedSite();
    String consumer =
        site.text("webhook-receive")
            .replaceFirst(
                "(?s).*(        - idempotentConsumer:.*)        - setVariable:\\n            id: answer-ok.*",
                "$1");

    Found.only("store-order", new EditedSite().edit("webhook-receive", consumer, ""));
    Found.only(
        "runs-for-duplicates",
        new EditedSite()
            .edit("webhook-receive", consumer, "        - to: direct:webhook-first-delivery\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: direct:webhook-first-delivery",
        "- to:\n    uri: direct\n    parameters:\n      name: webhook-first-delivery",
        "- wireTap: http://audit.internal/",
        "- to: seda:notify-trouble?waitForTaskToComplete=Never",
        "- to: direct:ours",
        "- to: file:copies",
        "- bean:\n    ref: ours",
        "- script:\n    simple: \"${variable.data.clear()}\""
      })
  void findsWorkForEachCopy(String step) {
    Found.only(
        "runs-for-duplicates",
        before("answer-ok", step)
            .with("ours", "- from:\n    uri: direct:ours\n    steps:\n      - to: file:copies\n"));
  }

  @Test
  void findsThatDuplicatesAreNotSkipped() {
    Found.only(
        "runs-for-duplicates",
        new EditedSite().edit("webhook-receive", "skipDuplicate: true", "skipDuplicate: false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: \"${variable.eventKey}\"",
        "- to: micrometer:counter:m2m.site.copies",
        "- setVariable:\n    name: x\n    constant: y",
        "- filter:\n    simple: \"${exchangeProperty.CamelDuplicateMessage} == null\"\n    steps:\n      - to: file:first"
      })
  void allowsWhatOnlyCountsOrLogs(String step) {
    Found.nothing(before("answer-ok", step));
  }

  @Test
  void allowsStepsAmongThoseOfTheFirstDelivery() {
    Found.nothing(
        new EditedSite().edit("webhook-receive", TAKE, TAKE + "              - to: file:first\n"));
  }

  @Test
  void findsTheFirstDeliveryBeforeTheStore() {
    Found.only("store-order", before("store", "- to: direct:webhook-first-delivery"));
  }
}
