package io.m2mbridge.server;

/** Requests that wait for their answers, for tests of what gives way to them. */
public final class Crowd {
  private Crowd() {}

  /** So many that they are a crowd, which never thins out. */
  public static OpenRequests thatStays() {
    OpenRequests requests = new OpenRequests();
    for (int i = 0; i < 100; i++) {
      requests.countWhole(1);
    }
    return requests;
  }
}
