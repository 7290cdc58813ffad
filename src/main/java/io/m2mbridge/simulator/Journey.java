package io.m2mbridge.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The steps of a user with a link, in this order.
 *
 * @param steps the steps
 * @param waits the wait before each step, in simulated time
 */
record Journey(List<Step> steps, List<Duration> waits) {
  enum Step {
    open,
    fill,
    send,
    cancel
  }

  private static final double OPENS = 0.9;
  private static final double SENDS = 0.75;
  private static final double CANCELS = 0.25;

  /** Returns a journey with the same wait before each step. */
  static Journey scripted(List<Step> steps, Duration wait) {
    return new Journey(steps, steps.stream().map(step -> wait).toList());
  }

  /**
   * Returns a random journey: most users open the link, fill in what is missing, and send; some
   * cancel.
   */
  static Journey random(RandomGenerator random) {
    List<Step> steps = new ArrayList<>();
    if (random.nextDouble() < OPENS) {
      steps.add(Step.open);
      if (random.nextDouble() < SENDS) {
        steps.add(Step.fill);
        steps.add(Step.send);
        if (random.nextDouble() < CANCELS) {
          steps.add(Step.cancel);
        }
      }
    }
    return new Journey(
        steps, steps.stream().map(step -> Duration.ofSeconds(5 + random.nextInt(295))).toList());
  }
}
