package io.m2mbridge.testkit;

import java.util.List;

/** The stand-in for M2M's API: it takes each reply, unless the test says otherwise. */
public final class M2mApi extends RecordingServer {
  /** M2M's documented answer to a reply that it took. */
  public static final Answer FULFILLED =
      json(200, "{\"success\":true,\"data\":{\"status\":\"fulfilled\",\"message\":\"merged\"}}");

  public M2mApi() {
    super(FULFILLED);
  }

  /** The {@code replyEndpoint} of a data request. */
  public String replyEndpoint(String dataRequestId) {
    return baseUrl() + "/partner/data-requests/" + dataRequestId;
  }

  /** What it was sent for one data request. */
  public List<Request> requestsFor(String dataRequestId) {
    return requests().stream().filter(r -> r.target().endsWith("/" + dataRequestId)).toList();
  }

  /** Returns the replies to a data request, whose address has its id. */
  @Override
  public List<Request> received(Event event) {
    return requestsFor(event.text("data.dataRequestId"));
  }
}
