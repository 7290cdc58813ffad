package io.m2mbridge.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The steps of a user with a link, in this order. The last one may be M2M's: it completes the
 * transfer, or fails to.
 *
 * @param steps the steps
 * @param waits the wait before each step, in simulated time
 */
record Journey(List<Step> steps, List<Duration> waits) {
  enum Step {
    open,
    fill,
    send,
    cancel,
    complete,
    fail
  }

  /** A user who sends money and cancels that. */
  static final List<Step> CANCELLED = List.of(Step.open, Step.fill, Step.send, Step.cancel);

  /** A user who sends money, which M2M pays out. */
  static final List<Step> COMPLETED = List.of(Step.open, Step.fill, Step.send, Step.complete);

  private static final double OPENS = 0.9;
  private static final double SENDS = 0.75;
  private static final double CANCELS = 0.25;
  private static final double COMPLETES = 0.55;
  private static final double FAILS = 0.1;

  /** Returns a journey with the same wait before each step. */
  static Journey scripted(List<Step> steps, Duration wait) {
    return new Journey(steps, steps.stream().map(step -> wait).toList());
  }

  /**
   * Returns a random journey: most users open the link, fill in what is missing, and send. Then
   * some cancel, most transfers are completed, and some fail.
   */
  static Journey random(RandomGenerator random) {
    List<Step> steps = new ArrayList<>();
    if (random.nextDouble() < OPENS) {
      steps.add(Step.open);
      if (random.nextDouble() < SENDS) {
        steps.add(Step.fill);
        steps.add(Step.send);
        double end = random.nextDouble();
        if (end < CANCELS) {
          steps.add(Step.cancel);
        } else if (end < CANCELS + COMPLETES) {
          steps.add(Step.complete);
        } else if (end < CANCELS + COMPLETES + FAILS) {
          steps.add(Step.fail);
        }
      }
    }
    return new Journey(
        steps, steps.stream().map(step -> Duration.ofSeconds(5 + random.nextInt(295))).toList());
  }
}
