package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Journey.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JourneyTest {
  private static final int MANY = 2_000;
  private static final List<Step> LOOKS = List.of(Step.open);
  private static final List<Step> SENDS = List.of(Step.open, Step.fill, Step.send);
  private static final List<Step> CANCELS = List.of(Step.values());

  /** How often each course was drawn. */
  private static Map<List<Step>, Long> courses() {
    Random random = new Random(41);
    return Stream.generate(() -> Journey.random(random).steps())
        .limit(MANY)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void waitsTheSameBeforeEachScriptedStep() {
    Journey journey = Journey.scripted(List.of(Step.open, Step.send), Duration.ofSeconds(7));

    assertEquals(List.of(Step.open, Step.send), journey.steps());
    assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(7)), journey.waits());
  }

  @Test
  void takesNoCourseThatAUserCannotTake() {
    assertEquals(Set.of(List.<Step>of(), LOOKS, SENDS, CANCELS), courses().keySet());
  }

  @Test
  void sendsMoreOftenThanNot() {
    Map<List<Step>, Long> courses = courses();
    long sent = courses.getOrDefault(SENDS, 0L) + courses.getOrDefault(CANCELS, 0L);
    long cancelled = courses.getOrDefault(CANCELS, 0L);

    assertEquals(0.9 * 0.75, (double) sent / MANY, 0.05);
    assertEquals(0.25, (double) cancelled / sent, 0.05);
    assertEquals(0.1, courses.getOrDefault(List.<Step>of(), 0L) / (double) MANY, 0.03);
  }

  @Test
  void waitsSecondsToMinutesBeforeEachStep() {
    for (int seed = 0; seed < MANY; seed++) {
      Journey journey = Journey.random(new Random(seed));
      String drawn = "seed " + seed + ": " + journey;
      assertEquals(journey.steps().size(), journey.waits().size(), drawn);
      assertTrue(
          journey.waits().stream()
              .allMatch(
                  wait ->
                      wait.compareTo(Duration.ofSeconds(5)) >= 0
                          && wait.compareTo(Duration.ofMinutes(5)) < 0),
          drawn);
    }
  }

  @Test
  void isTheSameForASeed() {
    assertEquals(Journey.random(new Random(5)), Journey.random(new Random(5)));
  }
}
