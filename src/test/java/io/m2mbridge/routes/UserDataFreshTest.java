package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.UserDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class UserDataFreshTest {
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
  void servesManyAtATimeWhileTheSourceIsSlow() {
    for (int i = 0; i < 6; i++) {
      source.has("many_" + i, "OLD_" + i);
      source.isFetchedAhead("many_" + i);
    }
    source.takes(1);
    for (int i = 0; i < 6; i++) {
      requests.send(requests.event("many_" + i));
    }
    for (int i = 0; i < 6; i++) {
      assertEquals("OLD_" + i, source.sent("many_" + i));
    }
    source.takes(0);
    // What came too late is not taken for the answer to a later question.
    source.has("many_0", "NEW");
    source.has("other", "OTHER");
    source.isFetchedAhead("other");
    requests.send(requests.event("other"));
    assertEquals("OTHER", source.sent("other"));
  }
}
