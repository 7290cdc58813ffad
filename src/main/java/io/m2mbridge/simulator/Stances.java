package io.m2mbridge.simulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options where M2M's pages contradict each other or leave a question open (docs/protocol.md,
 * "Contradictions"; docs/protocol.md, "Open questions"). Each default is the safest assumption.
 */
final class Stances {
  enum ErrorShape {
    documented,
    wrapped,
    bare,
    empty
  }

  enum Wrapper {
    bare,
    wrapped
  }

  enum LinkUrl {
    send,
    widget
  }

  enum CurrencyKeys {
    documented,
    send,
    source
  }

  enum Codes {
    specific,
    generic
  }

  enum Taken {
    accept,
    reject
  }

  enum PartialReply {
    closes,
    open
  }

  enum SignedBy {
    current,
    first
  }

  enum SecretBytes {
    text,
    base64
  }

  enum HexCase {
    lower,
    upper
  }

  enum Amounts {
    mixed,
    padded,
    plain
  }

  enum Order {
    oldest,
    newest
  }

  enum IdForm {
    webhooks,
    api
  }

  enum Retries {
    table,
    exponential
  }

  private static final String CHOICES = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).";

  @Option(
      names = "--error-shape",
      description =
          "An error's body; documented: bare for the key's errors, else wrapped: " + CHOICES)
  ErrorShape errorShape = ErrorShape.documented;

  @Option(
      names = "--secret-answer",
      description = "The answer with a new webhook secret: " + CHOICES)
  Wrapper secretAnswer = Wrapper.bare;

  @Option(names = "--link-url", description = "The host and path of a link: " + CHOICES)
  LinkUrl linkUrl = LinkUrl.send;

  @Option(
      names = "--currency-keys",
      description =
          "An amount's currencies; documented: send and receive in webhooks, source and destination"
              + " in the API: "
              + CHOICES)
  CurrencyKeys currencyKeys = CurrencyKeys.documented;

  @Option(names = "--list-order", description = "What a list of the API begins with: " + CHOICES)
  Order listOrder = Order.oldest;

  @Option(
      names = "--id-form",
      description =
          "Ids of operations and users; webhooks: op_… and usr_…, api: op_sim_… and user_sim_…: "
              + CHOICES)
  IdForm idForm = IdForm.webhooks;

  @Option(
      names = "--extra-fields",
      description = "A reply with fields that weren't requested: " + CHOICES)
  Taken extraFields = Taken.accept;

  @Option(
      names = "--strict-payment-method",
      description = "A new link with userData must have a paymentMethod.")
  boolean strictPaymentMethod;

  @Option(names = "--metadata", description = "Webhooks contain the link's metadata.")
  boolean metadata;

  @Option(
      names = "--two-events",
      description = "Only link.opened and user.data_request are sent, as one page says.")
  boolean twoEvents;

  @Option(
      names = "--link-minutes",
      paramLabel = "<n>",
      description = "The default life of a link, in minutes (default: ${DEFAULT-VALUE}).")
  int linkMinutes = 60;

  @Option(names = "--codes", description = "Codes of 404 and 409: " + CHOICES)
  Codes codes = Codes.specific;

  @Option(
      names = "--retries",
      description =
          "The waits before attempts 2 to 5; exponential: 1, 2, 4 and 8 minutes: " + CHOICES)
  Retries retries = Retries.table;

  @Option(
      names = "--stop-retries",
      split = ",",
      paramLabel = "<status>",
      description = "Statuses after which M2M doesn't retry, such as 410 (default: none).")
  List<Integer> stopRetries = List.of();

  @Option(
      names = "--retries-signed-by",
      description = "The secret of retries after the API has created a new one: " + CHOICES)
  SignedBy retriesSignedBy = SignedBy.current;

  @Option(
      names = "--secret-bytes",
      description =
          "The key of the HMAC: the whole secret, or the decoded part after whsec_: " + CHOICES)
  SecretBytes secretBytes = SecretBytes.text;

  @Option(names = "--signature-case", description = "The signature's hex digits: " + CHOICES)
  HexCase signatureCase = HexCase.lower;

  @Option(
      names = "--callback-secret",
      paramLabel = "<secret>",
      description = "The secret for webhooks to a link's callbackUrl (default: the same secret).")
  @Nullable String callbackSecret;

  @Option(
      names = "--plain-callbacks",
      description = "A link's callbackUrl may be http; M2M requires https.")
  boolean plainCallbacks;

  @Option(
      names = "--fast-expiry",
      description =
          "The speed shortens the life of links, too, so that they are expired at late attempts.")
  boolean fastExpiry;

  @Option(
      names = "--second-reply",
      description =
          "A reply to a fulfilled request; accept: 200 like the first, reject: 409: " + CHOICES)
  Taken secondReply = Taken.accept;

  @Option(
      names = "--partial-reply",
      description = "Whether a reply that lacks fields ends the request: " + CHOICES)
  PartialReply partialReply = PartialReply.closes;

  @Option(
      names = "--invalid-field",
      description =
          "A reply with an invalid value; reject: 400, accept: without that field: " + CHOICES)
  Taken invalidField = Taken.reject;

  @Option(names = "--empty-user-data", description = "A reply without any field: " + CHOICES)
  Taken emptyUserData = Taken.reject;

  @Option(names = "--no-retry-after", description = "429 has no header Retry-After.")
  boolean noRetryAfter;

  @Option(names = "--suspended", description = "The partner is suspended.")
  boolean suspended;

  @Option(
      names = "--suspended-status",
      paramLabel = "<status>",
      description = "The status for a suspended partner: 403 or 401 (default: ${DEFAULT-VALUE}).")
  int suspendedStatus = 403;

  @Option(
      names = "--amounts",
      description = "How whole amounts are written; padded: 100.00, plain: 100: " + CHOICES)
  Amounts amounts = Amounts.mixed;

  /** Returns the waits before attempts 2 to 5. */
  List<Duration> waits() {
    return switch (retries) {
      case table ->
          List.of(
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2));
      case exponential ->
          List.of(
              Duration.ofMinutes(1),
              Duration.ofMinutes(2),
              Duration.ofMinutes(4),
              Duration.ofMinutes(8));
    };
  }
}
