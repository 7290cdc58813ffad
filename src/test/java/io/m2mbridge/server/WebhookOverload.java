package io.m2mbridge.server;

import io.m2mbridge.load.OpenRequests;

/** A backlog of webhooks, for tests of what is limited by it. */
public final class WebhookOverload {
  private WebhookOverload() {}

  /** Returns a backlog that never ends and is far above every limit. */
  public static OpenRequests permanent() {
    OpenRequests requests = new OpenRequests(() -> 0);
    requests.addToBacklog(1_000_000);
    return requests;
  }
}
