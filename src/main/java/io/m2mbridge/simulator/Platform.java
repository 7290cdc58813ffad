package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * M2M's state, and the webhooks that its changes cause. Everything runs on the simulator's only
 * thread.
 */
final class Platform {
  private static final Duration LITTLE_TIME = Duration.ofSeconds(2);

  /** The shortest life of a link, in minutes. */
  static final int SHORTEST_LINK = 5;

  /** The longest life of a link, in minutes: one week. */
  static final int LONGEST_LINK = 10_080;

  private final Map<String, Link> links = new LinkedHashMap<>();
  private final Map<String, DataRequest> dataRequests = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Pace pace;
  private final Stances stances;
  private final Faults faults;
  private final Payloads payloads;
  private final Webhooks webhooks;
  private final Listener listener;
  private final RandomGenerator seeds;
  private Consumer<Link> onLinkOfPartner = link -> {};

  Platform(
      Pace pace,
      Stances stances,
      Faults faults,
      Payloads payloads,
      Webhooks webhooks,
      Listener listener,
      RandomGenerator seeds) {
    this.pace = pace;
    this.stances = stances;
    this.faults = faults;
    this.payloads = payloads;
    this.webhooks = webhooks;
    this.listener = listener;
    this.seeds = seeds;
  }

  Instant now() {
    return pace.now();
  }

  List<Link> links() {
    return List.copyOf(links.values());
  }

  List<DataRequest> dataRequests() {
    return List.copyOf(dataRequests.values());
  }

  List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  /** Sets what starts the user of each link that the partner creates over the API. */
  void onLinkOfPartner(Consumer<Link> user) {
    onLinkOfPartner = user;
  }

  /** Creates a link over the API, which may require more fields than {@link #createLink}. */
  Link createLinkOfPartner(ObjectNode request) {
    if (stances.strictPaymentMethod
        && request.path("userData") instanceof ObjectNode userData
        && !userData.has("paymentMethod")) {
      throw ApiException.invalid("userData.paymentMethod is required");
    }
    Link link = createLink(request);
    onLinkOfPartner.accept(link);
    return link;
  }

  /**
   * Creates a link that the partner requests.
   *
   * @throws ApiException if the request is invalid, or the user already has an active link
   */
  Link createLink(ObjectNode request) {
    String referenceId = Fields.text(request, "referenceId");
    if (referenceId == null) {
      throw ApiException.invalid("referenceId is required");
    }
    Instant now = pace.now();
    if (links.values().stream()
        .anyMatch(link -> link.referenceId.equals(referenceId) && link.isActive(now))) {
      throw new ApiException(409, "ACTIVE_LINK_EXISTS", "The user has an active link");
    }
    ObjectNode userData = Fields.object(request, "userData");
    String linkId = Ids.link();
    Link link =
        new Link(
            linkId,
            referenceId,
            url(linkId, request.path("flow").asText("m2m-basic")),
            now,
            now.plus(lifetime(minutes(request.path("expiresInMinutes")))),
            userData == null ? request.objectNode() : userData,
            Fields.object(request, "metadata"),
            callbackUrl(request),
            new Random(seeds.nextLong()));
    links.put(linkId, link);
    if (!stances.twoEvents) {
      emit("link.created", link, payloads.linkCreated(link));
    }
    return link;
  }

  private @Nullable String callbackUrl(ObjectNode request) {
    String url = Fields.text(request, "callbackUrl");
    boolean isHttps = url != null && url.toLowerCase(Locale.ROOT).startsWith("https:");
    if (url != null && (!WebhookUrl.isOne(url) || !(isHttps || stances.plainCallbacks))) {
      throw ApiException.invalid("callbackUrl must be an https URL");
    }
    return url;
  }

  private String url(String linkId, String flow) {
    return switch (stances.linkUrl) {
      case send -> "https://send.m2m.leapfinancial.com/" + linkId;
      case widget -> "https://widget.m2m.leapfinancial.com/" + linkId + "/" + flow;
    };
  }

  private Duration lifetime(int minutes) {
    Duration lifetime = Duration.ofMinutes(minutes);
    return stances.fastExpiry ? pace.real(lifetime) : lifetime;
  }

  private int minutes(JsonNode asked) {
    if (asked.isMissingNode() || asked.isNull()) {
      return stances.linkMinutes;
    }
    if (!asked.canConvertToExactIntegral()
        || !asked.canConvertToInt()
        || asked.asInt() < SHORTEST_LINK
        || asked.asInt() > LONGEST_LINK) {
      throw ApiException.invalid("expiresInMinutes must be between 5 and 10080");
    }
    return asked.asInt();
  }

  Link link(String linkId) {
    return Optional.ofNullable(links.get(linkId))
        .orElseThrow(() -> new ApiException(404, "RESOURCE_NOT_FOUND", "Link not found"));
  }

  /** Revokes a link. There is no webhook for that. */
  Link revoke(String linkId) {
    Link link = link(linkId);
    if (!link.isActive(pace.now())) {
      throw new ApiException(409, "LINK_EXPIRED", "The link has expired or was revoked");
    }
    link.status = Link.Status.REVOKED;
    link.revokedAt = pace.now();
    return link;
  }

  /** Opens a link as its user. The first time, webhooks report it and request missing data. */
  List<DataRequest> open(Link link) {
    Instant now = pace.now();
    if (link.status != Link.Status.CREATED || !link.isActive(now)) {
      return List.of();
    }
    link.status = Link.Status.OPENED;
    link.openedAt = now;
    link.userId = Ids.user(stances.idForm);
    emit("link.opened", link, payloads.linkOpened(link, now));
    List<String> missing = UserData.missingIn(link.userData);
    List<DataRequest> requests = new ArrayList<>();
    if (!missing.isEmpty()) {
      requests.add(ask(link, missing, now));
    }
    boolean isTwice = faults.secondDataRequest.hits(link.random);
    if (!missing.isEmpty() && isTwice) {
      requests.add(ask(link, missing, now));
    }
    return requests;
  }

  private DataRequest ask(Link link, List<String> missing, Instant now) {
    Instant end = faults.littleTime.hits(link.random) ? now.plus(LITTLE_TIME) : link.expiresAt;
    DataRequest request = new DataRequest(Ids.dataRequest(), link, missing, end);
    dataRequests.put(request.dataRequestId, request);
    request.webhook = emit("user.data_request", link, payloads.dataRequest(request));
    return request;
  }

  /** Fills in missing data as the user. */
  void fillIn(Link link, ObjectNode userData) {
    for (String field : UserData.missingIn(link.userData)) {
      JsonNode value = UserData.at(userData, field);
      if (UserData.isGood(field, value)) {
        UserData.put(link.userData, field, value);
      }
    }
  }

  /** Returns the data request of this id, or empty if there is none. */
  Optional<DataRequest> knownDataRequest(String dataRequestId) {
    return Optional.ofNullable(dataRequests.get(dataRequestId));
  }

  /**
   * Returns the data request of this id, for the partner's reply.
   *
   * @throws ApiException if there is none
   */
  DataRequest dataRequest(String dataRequestId) {
    return knownDataRequest(dataRequestId)
        .orElseThrow(
            () ->
                new ApiException(
                    404,
                    stances.codes == Stances.Codes.specific
                        ? "DATA_REQUEST_NOT_FOUND"
                        : "RESOURCE_NOT_FOUND",
                    "Data request not found"));
  }

  /** Sends money as the user. Returns null if the link can't be used for that. */
  @Nullable Operation send(Link link, BigDecimal send, BigDecimal rate, BigDecimal fee) {
    Instant now = pace.now();
    if (link.status != Link.Status.OPENED || !link.isActive(now) || link.operationId != null) {
      return null;
    }
    String id = Ids.operation(stances.idForm);
    Operation operation =
        new Operation(id, link, String.valueOf(link.userId), send, rate, fee, now);
    operations.put(operation.operationId, operation);
    link.operationId = operation.operationId;
    if (!stances.twoEvents) {
      emit("operation.created", link, payloads.operationCreated(operation));
    }
    return operation;
  }

  /** Cancels an operation as the user. */
  void cancel(Operation operation) {
    Instant now = pace.now();
    if (operation.end(Operation.Status.CANCELLED, now) && !stances.twoEvents) {
      emit("operation.cancelled", operation.link, payloads.operationCancelled(operation, now));
    }
  }

  /** Pays out an operation. There is no webhook for that. */
  void complete(Operation operation) {
    endSilently(operation, Operation.Status.COMPLETED);
  }

  /** Fails to pay out an operation. There is no webhook for that. */
  void fail(Operation operation) {
    endSilently(operation, Operation.Status.FAILED);
  }

  private void endSilently(Operation operation, Operation.Status end) {
    if (operation.end(end, pace.now())) {
      listener.ended(operation);
    }
  }

  /** Adds an operation, with its link, that was created before the simulator started. */
  void remember(Operation operation) {
    operation.link.isRemembered = true;
    links.put(operation.link.linkId, operation.link);
    operations.put(operation.operationId, operation);
  }

  private Webhook emit(String event, Link link, ObjectNode data) {
    Webhook webhook = webhooks.emit(event, link, data);
    if (faults.unknownEvents.hits(link.random)) {
      webhooks.emit(Payloads.UNKNOWN, link, payloads.unknown(link));
    }
    return webhook;
  }
}
