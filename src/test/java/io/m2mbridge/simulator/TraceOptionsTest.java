package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.CommandRun;
import java.util.Objects;
import org.apache.camel.main.MainConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In the project's folder, where no bridge of the dev profile runs. */
class TraceOptionsTest {
  private final String profile = System.getProperty(MainConstants.PROFILE);

  @AfterEach
  void restore() {
    System.clearProperty("m2m.database.url");
    if (profile == null) {
      System.clearProperty(MainConstants.PROFILE);
    } else {
      System.setProperty(MainConstants.PROFILE, profile);
    }
  }

  private static void refuses(String sentence, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("m2m-bridge: " + sentence), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertEquals("", run.out());
  }

  @Test
  void refusesToRunWithoutABridgeOfTheDevProfile() {
    refuses("No bridge of the dev profile runs in this folder: ", "send", "--last");
    refuses(
        "No bridge of the dev profile runs in this folder: ", "send", "link.created", "--trace");
    assertTrue(Objects.equals(profile, System.getProperty(MainConstants.PROFILE)));
  }

  @Test
  void refusesAnotherProfileAndAnotherDatabase() {
    System.setProperty("m2m.database.url", "jdbc:postgresql://db.internal/m2m");
    refuses("--last and --trace work on the dev profile's own database alone", "send", "--last");
    System.setProperty(MainConstants.PROFILE, "prod");
    refuses("--last and --trace work in the dev profile alone", "send", "--last", "--trace");
  }

  @Test
  void refusesToChangeAStoredEventAndToGuessOne() {
    refuses("--last sends nothing: leave out --set.", "send", "--last", "--set", "data.linkId=x");
    refuses(
        "--trace sends nothing: leave out --copies.",
        "send",
        "link.created",
        "--trace",
        "--copies=2");
    refuses("Name the event", "send");
    refuses("Name the event", "send", "--trace");
  }
}
