package io.m2mbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.console.screen.Screens;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.ConsoleClient;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access to the console of a bridge, over its own listener. */
class ConsoleTest {
  private static final String JSON = "Accept: application/json";
  private static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  private static ConsoleClient stranger() {
    return ConsoleClient.of(bridge);
  }

  private static ConsoleClient viewer() {
    return ConsoleClient.of(bridge, ConsoleClient.VIEWER);
  }

  /** Every page that there is. */
  private static List<String> pages() {
    return Stream.concat(
            Screens.of(bridge.context()).stream().map(Screens.Entry::path),
            Stream.of("replay?state=dead", "discard?id=1", "explain?id=1", "unmask?id=1", "none"))
        .map(path -> "/console/" + path)
        .toList();
  }

  private static Path users() {
    return Path.of(bridge.context().resolvePropertyPlaceholders("{{m2m.console.users}}"));
  }

  @Test
  void isOffUnlessItIsSwitchedOn() {
    assertEquals("false", Settings.defaults().getProperty("m2m.console.enabled"));
    assertEquals(
        404,
        new RawHttp(bridge.port()).send("GET /console HTTP/1.1", List.of(), new byte[0]).status());
    assertEquals(404, stranger().get("/webhooks/m2m").status());
  }

  @Test
  void showsNothingToAStranger() {
    for (String page : pages()) {
      RawHttp.Answer browser = stranger().get(page);
      assertEquals(303, browser.status(), page);
      assertTrue(browser.header("Location").startsWith("/console/login?next=%2Fconsole"), page);
      assertEquals("", browser.body(), page);
      assertNull(browser.header("WWW-Authenticate"), page);

      RawHttp.Answer program = stranger().get(page, JSON);
      assertEquals(401, program.status(), page);
      assertNotNull(program.header("WWW-Authenticate"), page);
      RawHttp.Answer form = stranger().post(page, Map.of("why", "x"));
      assertEquals(303, form.status(), page);
    }
  }

  @Test
  void sendsTheHeadersThatBrowsersObeyWithEachAnswer() {
    for (RawHttp.Answer answer :
        List.of(
            stranger().get("/console"),
            stranger().get("/console/login"),
            stranger().get("/console/none", JSON),
            viewer().get("/console/trouble"),
            stranger().send("DELETE /console HTTP/1.1", List.of(), ""))) {
      String policy = answer.header("Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("no-store", answer.header("Cache-Control"));
      assertEquals("nosniff", answer.header("X-Content-Type-Options"));
      assertEquals("DENY", answer.header("X-Frame-Options"));
      assertEquals("same-origin", answer.header("Referrer-Policy"));
      assertEquals("same-origin", answer.header("Cross-Origin-Opener-Policy"));
    }
  }

  @Test
  void servesScriptsAndStylesThatMayBeKept() {
    String page = stranger().get("/console/login").body();
    for (String file : List.of("pico.min.css", "console.css", "htmx.min.js")) {
      String path = page.replaceFirst("(?s).*\"(/console/static/[0-9a-f]+/" + file + ")\".*", "$1");
      RawHttp.Answer answer = stranger().get(path);
      assertEquals(200, answer.status(), path);
      assertTrue(answer.header("Cache-Control").contains("immutable"), path);
    }
    assertEquals(404, stranger().get("/console/static/console.css").status());
    assertEquals(404, stranger().get("/console/static/x/../../application.properties").status());
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

  @Test
  void refusesAFormOfAnotherSiteThoughTheCookieComesWithIt() {
    ConsoleClient browser = ConsoleClient.of(bridge, ConsoleClient.OPERATOR);
    Map<String, String> form = Map.of("id", "1", "why", "x");
    for (String header :
        List.of("Sec-Fetch-Site: cross-site", "Origin: https://evil.example", "X-Other: 1")) {
      assertEquals(403, browser.post("/console/replay", form, header).status(), header);
      assertEquals(403, browser.post("/console/login", form, header).status(), header);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-User=otto",
        "a=1;X-Forwarded-User=otto",
        "x%2DForwarded-user=otto",
        "Cookie=a",
        "Authorization=Basic%20x",
        "Sec-Fetch-Site=same-origin",
        "host=localhost"
      })
  void refusesAParameterThatCamelWouldTakeForAHeader(String query) {
    assertEquals(400, stranger().get("/console?" + query).status());
  }

  @Test
  void ignoresTheUserWhomAStrangerNames() {
    assertEquals(303, stranger().get("/console", "X-Forwarded-User: otto").status());
  }

  @Test
  void refusesAnotherHostThatLeadsHere() {
    assertEquals(400, stranger().get("/console/login", "Host: evil.example").status());
  }

  @Test
  void takesAProgramsPasswordForJsonAlone() {
    String basic = ConsoleClient.basic(ConsoleClient.VIEWER, ConsoleClient.PASSWORD);
    RawHttp.Answer program = stranger().get("/console/trouble", JSON, basic);
    assertEquals(200, program.status());
    assertTrue(program.header("Content-Type").startsWith("application/json"));
    assertNull(program.header("Set-Cookie"));
    assertEquals(303, stranger().get("/console/trouble", basic).status());
    String wrong = ConsoleClient.basic(ConsoleClient.VIEWER, "wrong");
    assertEquals(401, stranger().get("/console/trouble", JSON, wrong).status());
  }

  @Test
  void showsAScriptOfAnExceptionsMessageAsText() {
    String script = "<script>alert(1)</script>";
    bridge.send(Event.of("link.created").withText("data.linkId", "link_hostile").toString());
    bridge.await("link.created:link_hostile", "done");
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'dead', last_error = :script"
                + " WHERE link_id = 'link_hostile'")
        .param("script", script)
        .update();
    String page = viewer().get("/console/trouble").body();
    assertFalse(page.contains(script), page);
    assertTrue(page.contains("&lt;script&gt;alert(1)"), page);
  }

  @Test
  void refusesOtherMethodsAndContentTypes() {
    ConsoleClient browser = ConsoleClient.of(bridge, ConsoleClient.OPERATOR);
    assertEquals(405, browser.send("PUT /console HTTP/1.1", List.of(), "").status());
    assertEquals(405, browser.post("/console/trouble", Map.of()).status());
  }

  /** Of these types, Camel would make headers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-www-form-urlencoded|sec-fetch-site=same-origin",
        "multipart/form-data; boundary=b|--b~Content-Disposition: form-data; name=sec-fetch-site~~same-origin~--b--~"
      })
  void refusesAFormThatCamelWouldTakeForHeaders(String type, String body) {
    RawHttp.Answer answer =
        ConsoleClient.of(bridge, ConsoleClient.OPERATOR)
            .send(
                "POST /console/logout HTTP/1.1",
                List.of("Content-Type: " + type),
                body.replace("~", "\r\n"));
    assertEquals(415, answer.status(), answer.body());
  }
}
