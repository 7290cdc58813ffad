package io.m2mbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ConsoleClient;
import io.m2mbridge.testing.RawHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins and sessions of the console. */
class ConsoleSessionTest extends ConsoleOfTests {
  private static Path users() {
    return Path.of(bridge.context().resolvePropertyPlaceholders("{{m2m.console.users}}"));
  }

  @Test
  void beginsASessionOfWhichTheDatabaseHasTheHashAlone() {
    ConsoleClient browser = stranger();
    RawHttp.Answer answer = browser.logIn(ConsoleClient.VIEWER, ConsoleClient.PASSWORD);
    assertEquals(303, answer.status());
    assertEquals("/console", answer.header("Location"));
    assertTrue(
        answer
            .header("Set-Cookie")
            .matches("__Host-m2m-console=[0-9a-f]{64}; Path=/; Secure; HttpOnly; SameSite=Strict"),
        answer.header("Set-Cookie"));
    assertTrue(
        answer.headers().stream()
            .anyMatch(
                header ->
                    header.matches(
                        "(?i)set-cookie: *__Host-m2m-console-known=.* SameSite=Strict;"
                            + " Max-Age=15552000")),
        answer.headers()::toString);
    assertEquals(200, browser.get("/console").status());
    String id = browser.cookie().replaceFirst(".*=", "");
    assertEquals(
        0L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_console_sessions WHERE session = :id")
            .param("id", id)
            .query(Long.class)
            .single());
  }

  @Test
  void endsASessionAtTheLogOut() {
    ConsoleClient browser = viewer();
    assertEquals(303, browser.post("/console/logout", Map.of()).status());
    assertEquals(303, browser.get("/console").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expires_at = clock_timestamp()",
        "last_seen_at = clock_timestamp() - interval '30 minutes'"
      })
  void endsASessionAfterItsTime(String passed) {
    ConsoleClient browser = viewer();
    bridge.sql().sql("UPDATE m2m_console_sessions SET " + passed).update();
    assertEquals(303, browser.get("/console").status());
  }

  @Test
  void doesNotTakeAPollForAPersonWhoIsThere() {
    bridge.sql().sql("DELETE FROM m2m_console_sessions").update();
    ConsoleClient browser = viewer();
    String age = " last_seen_at < clock_timestamp() - interval '20 minutes'";
    bridge
        .sql()
        .sql(
            "UPDATE m2m_console_sessions SET last_seen_at = clock_timestamp() - interval '25 minutes'")
        .update();
    assertEquals(200, browser.get("/console", "HX-Request: true").status());
    assertEquals(
        1L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_console_sessions WHERE" + age)
            .query(Long.class)
            .single());
    browser.get("/console");
    assertEquals(
        0L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_console_sessions WHERE" + age)
            .query(Long.class)
            .single());
  }

  @Test
  void sendsAPollToTheLoginWhenTheSessionHasEnded() {
    RawHttp.Answer answer = stranger().get("/console", "HX-Request: true");
    assertEquals(401, answer.status());
    assertEquals("/console/login", answer.header("HX-Redirect"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "vera operator -", "vera operator HASH", "vera viewer -"})
  void endsTheSessionsOfAUserWhoseLineChanges(String line) throws IOException {
    ConsoleClient browser = viewer();
    String before = Files.readString(users());
    try {
      Files.writeString(
          users(),
          before.replaceFirst(
              "vera .*", Matcher.quoteReplacement(line.replace("HASH", ConsoleClient.HASH))));
      assertEquals(303, browser.get("/console").status());
    } finally {
      Files.writeString(users(), before);
    }
    assertEquals(200, browser.get("/console").status());
  }

  @Test
  void refusesAWrongPasswordAndAnUnknownUserAlike() {
    RawHttp.Answer wrong = stranger().logIn(ConsoleClient.OPERATOR, "wrong");
    RawHttp.Answer unknown = stranger().logIn("nobody", "wrong");
    RawHttp.Answer tooLong =
        stranger().logIn(ConsoleClient.OPERATOR, ConsoleClient.PASSWORD + "x".repeat(80));
    assertEquals(401, wrong.status());
    assertNull(wrong.header("Set-Cookie"));
    assertEquals(wrong.body(), unknown.body());
    assertEquals(wrong.body(), tooLong.body());
  }

  @Test
  void makesFailedLoginsOfOneUserWait() {
    RawHttp.Answer last = null;
    for (int i = 0; i < 10 && (last == null || last.status() == 401); i++) {
      last = stranger().logIn("mallory", "wrong " + i);
    }
    assertEquals(429, last.status());
    assertTrue(Integer.parseInt(last.header("Retry-After")) > 0);
    MeterRegistry metrics = bridge.context().getRegistry().findSingleByType(MeterRegistry.class);
    assertTrue(metrics.counter("m2m.console.logins", "result", "refused").count() > 0);
    assertTrue(last.body().contains("Too many failed logins"), last.body());
  }

  @Test
  void takesTheNextPageFromALinkOnlyIfItIsItsOwn() {
    String page = stranger().get("/console/login?next=https%3A%2F%2Fevil.example").body();
    assertFalse(page.contains("evil"), page);
    for (String next : List.of("//evil.example", "/console\\evil")) {
      RawHttp.Answer answer =
          stranger()
              .post(
                  "/console/login",
                  Map.of(
                      "name",
                      ConsoleClient.VIEWER,
                      "password",
                      ConsoleClient.PASSWORD,
                      "next",
                      next));
      assertEquals("/console", answer.header("Location"), next);
    }
  }
}
