package io.m2mbridge.load;

import java.time.Duration;

/** A load that a test sets. */
public class SetLoad implements WaitingWebhooks {
  private final int high;
  private volatile int backlog;
  private volatile int averageBacklog;
  private volatile Duration lag = Duration.ZERO;
  private volatile Duration averageLag = Duration.ZERO;

  public SetLoad(int high) {
    this.high = high;
  }

  public void backlog(int now) {
    backlog = now;
  }

  public void averageBacklog(int average) {
    averageBacklog = average;
  }

  void lag(Duration now) {
    lag = now;
  }

  void averageLag(Duration average) {
    averageLag = average;
  }

  @Override
  public int backlog() {
    return backlog;
  }

  @Override
  public double averageBacklog() {
    return averageBacklog;
  }

  @Override
  public int highBacklog() {
    return high;
  }

  @Override
  public Duration lag() {
    return lag;
  }

  @Override
  public Duration averageLag() {
    return averageLag;
  }
}
