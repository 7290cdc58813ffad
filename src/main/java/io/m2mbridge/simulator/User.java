package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One user, from the link that the partner creates to the end of the journey. */
final class User {
  private static final Duration POLL_PERIOD = Duration.ofMillis(20);
  private static final BigDecimal FEE = new BigDecimal("3.99");

  private final Person person;
  private final Journey journey;
  private final Platform platform;
  private final Pace pace;
  private final Duration timeout;
  private final RandomGenerator random;
  private final Runnable atEnd;

  private List<DataRequest> asked = List.of();
  private @Nullable Operation operation;

  /**
   * Creates a user.
   *
   * @param timeout how long the user waits for the partner's data before filling it in, in real
   *     time
   * @param atEnd runs once the journey has ended
   */
  User(
      Person person,
      Journey journey,
      Platform platform,
      Pace pace,
      Duration timeout,
      RandomGenerator random,
      Runnable atEnd) {
    this.person = person;
    this.journey = journey;
    this.platform = platform;
    this.pace = pace;
    this.timeout = timeout;
    this.random = random;
    this.atEnd = atEnd;
  }

  /**
   * Starts with a link that the partner creates.
   *
   * @param known the data that the partner sends with it; null for a random part of the user's data
   */
  void start(@Nullable ObjectNode known) {
    ObjectNode request = EventTemplates.JSON.createObjectNode();
    request.put("referenceId", person.referenceId());
    request.set("userData", known == null ? person.userDataAtFirst(random) : known);
    request.putObject("metadata").put("source", "simulator");
    use(platform.createLink(request));
  }

  /** Starts with an existing link. */
  void use(Link link) {
    next(link, 0);
  }

  private void next(Link link, int step) {
    if (step == journey.steps().size()) {
      atEnd.run();
      return;
    }
    pace.after(
        journey.waits().get(step),
        () -> {
          switch (journey.steps().get(step)) {
            case open -> asked = platform.open(link);
            case fill -> {
              waitForData(link, step, System.nanoTime());
              return;
            }
            case send -> operation = platform.send(link, amount(), rate(), FEE);
            case cancel -> onOperation(platform::cancel);
            case complete -> onOperation(platform::complete);
            case fail -> onOperation(platform::fail);
          }
          next(link, step + 1);
        });
  }

  private void onOperation(Consumer<Operation> step) {
    if (operation != null) {
      step.accept(operation);
    }
  }

  private void waitForData(Link link, int step, long since) {
    boolean isAnswered = asked.stream().allMatch(request -> request.fulfilledAt != null);
    if (isAnswered || System.nanoTime() - since >= timeout.toNanos()) {
      platform.fillIn(link, person.userData());
      next(link, step + 1);
    } else {
      pace.afterReal(POLL_PERIOD, () -> waitForData(link, step, since));
    }
  }

  private BigDecimal amount() {
    return random.nextInt(3) == 0
        ? BigDecimal.valueOf(10 + random.nextInt(990))
        : BigDecimal.valueOf(1_000 + random.nextInt(99_000), 2);
  }

  private BigDecimal rate() {
    return BigDecimal.valueOf(17_000 + random.nextInt(2_000), 3);
  }
}
