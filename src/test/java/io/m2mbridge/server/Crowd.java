package io.m2mbridge.server;

import io.m2mbridge.load.OpenRequests;

/** Requests that wait for their answers, for tests of what gives way to them. */
public final class Crowd {
  private Crowd() {}

  /** So many that they are a crowd, which never thins out. */
  public static OpenRequests thatStays() {
    OpenRequests requests = new OpenRequests();
    requests.addToBacklog(1_000_000);
    return requests;
  }
}
