package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Applies the faults of the API's calls. */
final class ApiFaults {
  private final Faults faults;
  private final Stances stances;
  private final Duration delay;
  private final Pace pace;
  private final RandomGenerator random;

  /**
   * Creates the faults.
   *
   * @param delay how long a slow answer takes, in real time
   */
  ApiFaults(Faults faults, Stances stances, Duration delay, Pace pace, RandomGenerator random) {
    this.faults = faults;
    this.stances = stances;
    this.delay = delay;
    this.pace = pace;
    this.random = random;
  }

  /** Processes a call and answers it, unless a fault prevents that. */
  void around(
      RoutingContext context,
      Supplier<ApiAnswers.Answer> action,
      Consumer<ApiAnswers.Answer> answer) {
    boolean isError = faults.apiErrors.hits(random);
    boolean isCut = faults.apiCuts.hits(random);
    boolean isSlow = faults.apiSlow.hits(random);
    if (isCut) {
      if (random.nextBoolean()) {
        ApiAnswers.Answer unused = action.get();
      }
      context.request().connection().close();
    } else if (isError) {
      error(context, answer);
    } else if (isSlow) {
      ApiAnswers.Answer late = action.get();
      pace.afterReal(
          delay,
          () -> {
            if (!context.response().closed()) {
              answer.accept(late);
            }
          });
    } else {
      answer.accept(action.get());
    }
  }

  private void error(RoutingContext context, Consumer<ApiAnswers.Answer> answer) {
    switch (random.nextInt(5)) {
      case 0 ->
          answer.accept(
              new ApiAnswers.Answer(
                  429,
                  ApiAnswers.error(
                      Stances.ErrorShape.wrapped,
                      new ApiException(429, "RATE_LIMIT_EXCEEDED", "Too many requests")),
                  stances.noRetryAfter ? null : 1L));
      case 1 ->
          answer.accept(
              new ApiAnswers.Answer(
                  500,
                  ApiAnswers.error(
                      Stances.ErrorShape.bare,
                      new ApiException(500, "INTERNAL_ERROR", "Internal error")),
                  null));
      case 2 ->
          context
              .response()
              .setStatusCode(502)
              .putHeader("Content-Type", "text/html")
              .end("<html><body><h1>502 Bad Gateway</h1></body></html>");
      case 3 -> answer.accept(new ApiAnswers.Answer(503, null, null));
      default -> answer.accept(new ApiAnswers.Answer(500, TextNode.valueOf("oops"), null));
    }
  }
}
