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
  private static final List<Step> FAILS = List.of(Step.open, Step.fill, Step.send, Step.fail);

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
    assertEquals(
        Set.of(List.<Step>of(), LOOKS, SENDS, Journey.CANCELLED, Journey.COMPLETED, FAILS),
        courses().keySet());
  }

  @Test
  void sendsMoreOftenThanNot() {
    Map<List<Step>, Long> courses = courses();
    long cancelled = courses.getOrDefault(Journey.CANCELLED, 0L);
    long completed = courses.getOrDefault(Journey.COMPLETED, 0L);
    long failed = courses.getOrDefault(FAILS, 0L);
    long sent = courses.getOrDefault(SENDS, 0L) + cancelled + completed + failed;

    assertEquals(0.9 * 0.75, (double) sent / MANY, 0.05);
    assertEquals(0.25, (double) cancelled / sent, 0.05);
    assertEquals(0.55, (double) completed / sent, 0.05);
    assertEquals(0.1, (double) failed / sent, 0.03);
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
