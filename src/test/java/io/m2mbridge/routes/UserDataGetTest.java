package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.UserDataSource;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class UserDataGetTest {
  private static DataRequests requests;
  private static UserDataSource source;

  @BeforeAll
  static void start() {
    requests = DataRequests.start(UserDataSource.settings());
    source = UserDataSource.of(requests);
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @Test
  void prefersFreshData() {
    assertTrue(
        anyOfTen(
            id -> {
              source.has(id, "OLD");
              source.isFetchedAhead(id);
              source.has(id, "NEW");
              requests.send(requests.event(id)).await(id, "done");
              return source.sent(id).equals("NEW");
            }));
  }

  @Test
  void believesFreshAbsence() {
    assertTrue(
        anyOfTen(
            id -> {
              source.has(id, "OLD");
              source.isFetchedAhead(id);
              source.lacks(id);
              requests.send(requests.event(id));
              return requests.await(id, "done").get("state").equals("no_data")
                  && requests.puts(id).isEmpty();
            }));
  }

  /** On a busy machine a look-up may well take longer than 300 ms, but not each time. */
  private static boolean anyOfTen(Predicate<String> isSo) {
    String id = "fresh_" + System.nanoTime() + "_";
    return IntStream.range(0, 10).anyMatch(i -> isSo.test(id + i));
  }

  @Test
  void triesAgainWhereTheLookUpFailsAndNothingWasFetchedAhead() {
    source.has("unknown_yet", "NEW");
    source.breaks();
    requests.send(requests.event("unknown_yet"));
    Awaitility.await()
        .until(
            () ->
                requests.bridge().delivery(DataRequests.key("unknown_yet")).get("last_error")
                    != null);
    assertEquals("pending", requests.row("unknown_yet").get("state"));
    source.isMended();
    assertEquals("fulfilled", requests.await("unknown_yet", "done").get("state"));
    assertEquals("NEW", source.sent("unknown_yet"));
  }

  @Test
  void waitsForASlowLookUpWhereNothingWasFetchedAhead() {
    source.has("slow", "NEW");
    source.takes(0.6);
    requests.send(requests.event("slow"));
    assertEquals("NEW", source.sent("slow"));
    source.takes(0);
  }

  @Test
  void takesWhatWasFetchedAheadWhereTheLookUpFails() {
    source.has("fails", "OLD");
    source.isFetchedAhead("fails");
    source.breaks();
    requests.send(requests.event("fails"));
    assertEquals("OLD", source.sent("fails"));
    source.isMended();
    assertEquals("fulfilled", requests.await("fails", "done").get("state"));
  }

  @Test
  void takesWhatWasFetchedAheadWhereTheLookUpIsSlow() {
    source.has("slow_ahead", "OLD");
    source.isFetchedAhead("slow_ahead");
    source.has("slow_ahead", "NEW");
    source.takes(4);
    requests.send(requests.event("slow_ahead"));
    assertEquals("OLD", source.sent("slow_ahead"));
    source.takes(0);
    requests.await("slow_ahead", "done");
    Duration taken =
        Duration.between(
            ((Timestamp) requests.row("slow_ahead").get("received_at")).toInstant(),
            requests.puts("slow_ahead").get(0).at());
    assertTrue(taken.toMillis() >= 300 && taken.toMillis() < 1400, taken::toString);
  }

  @Test
  void waitsForAFreshLookUpThatIsInTime() {
    source.takes(0.02);
    assertTrue(
        IntStream.range(0, 10)
            .mapToObj(i -> "in_time_" + i)
            .anyMatch(
                id -> {
                  source.has(id, "OLD");
                  source.isFetchedAhead(id);
                  source.has(id, "NEW");
                  requests.send(requests.event(id)).await(id, "done");
                  return source.sent(id).equals("NEW");
                }));
    source.takes(0);
  }
}
