package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.UserDataSource;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserDataInTimeTest {
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
    source.has("slow", "OLD");
    source.isFetchedAhead("slow");
    source.has("slow", "NEW");
    source.takes(4);
    requests.send(requests.event("slow"));
    assertEquals("OLD", source.sent("slow"));
    source.takes(0);
    requests.await("slow", "done");
    Duration taken =
        Duration.between(
            ((Timestamp) requests.row("slow").get("received_at")).toInstant(),
            requests.puts("slow").get(0).at());
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
