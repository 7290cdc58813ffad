package io.m2mbridge.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a user does with a link, in this order.
 *
 * @param waits before each step, as M2M's time passes
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

  /** By a script: each step after the same wait. */
  static Journey scripted(List<Step> steps, Duration wait) {
    return new Journey(steps, steps.stream().map(step -> wait).toList());
  }

  /** At random: most users open the link, fill in what is missing, and send; some cancel. */
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
