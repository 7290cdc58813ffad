package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes the partner's replies to data requests, as M2M does (docs/protocol.md, "Reply"). */
final class Replies {
  private final Pace pace;
  private final Stances stances;
  private final Listener listener;

  Replies(Pace pace, Stances stances, Listener listener) {
    this.pace = pace;
    this.stances = stances;
    this.listener = listener;
  }

  /**
   * Processes the partner's reply to a data request.
   *
   * @throws ApiException if it is refused
   */
  DataRequest take(DataRequest request, ObjectNode reply) {
    request.replies++;
    ObjectNode userData = Fields.object(reply, "userData");
    String referenceId = Fields.text(reply, "referenceId");
    if (referenceId == null || userData == null) {
      throw ApiException.invalid("referenceId and userData are required");
    }
    if (!referenceId.equals(request.link.referenceId)) {
      throw new ApiException(
          400, "REFERENCE_ID_MISMATCH", "Reference ID does not match the data request");
    }
    if (request.fulfilledAt != null) {
      if (stances.secondReply == Stances.Taken.reject) {
        throw new ApiException(409, "DATA_REQUEST_FULFILLED", "Data request is fulfilled");
      }
      return request;
    }
    if (!pace.now().isBefore(request.expiresAt) || !request.link.isActive(pace.now())) {
      throw new ApiException(
          409,
          stances.codes == Stances.Codes.specific ? "DATA_REQUEST_EXPIRED" : "LINK_EXPIRED",
          "Data request has expired");
    }
    merge(request, userData);
    return request;
  }

  private void merge(DataRequest request, ObjectNode userData) {
    List<String> fields = new ArrayList<>(UserData.fieldsOf(userData));
    if (fields.isEmpty() && stances.emptyUserData == Stances.Taken.reject) {
      throw ApiException.invalid("userData is empty");
    }
    if (stances.extraFields == Stances.Taken.reject
        && !request.requiredFields.containsAll(fields)) {
      throw ApiException.invalid("userData has fields that were not requested");
    }
    List<String> bad =
        fields.stream()
            .filter(field -> !UserData.isGood(field, UserData.at(userData, field)))
            .toList();
    if (!bad.isEmpty() && stances.invalidField == Stances.Taken.reject) {
      throw ApiException.invalid("invalid value of " + String.join(", ", bad));
    }
    fields.removeAll(bad);
    fields.forEach(
        field -> UserData.put(request.link.userData, field, UserData.at(userData, field)));
    request.fields = List.copyOf(fields);
    boolean isWhole =
        request.requiredFields.stream()
            .allMatch(field -> UserData.at(request.link.userData, field).isTextual());
    if (isWhole || stances.partialReply == Stances.PartialReply.closes) {
      request.fulfilledAt = pace.now();
      if (request.webhook != null && request.webhook.sentAtNanos != null) {
        request.timeToReply = Duration.ofNanos(System.nanoTime() - request.webhook.sentAtNanos);
      }
    }
    listener.replied(request, fields);
  }
}
