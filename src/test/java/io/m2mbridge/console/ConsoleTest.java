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
import io.m2mbridge.testkit.Event;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access to the console of a bridge, over its own listener. */
class ConsoleTest extends ConsoleOfTests {
  private static final String JSON = "Accept: application/json";

  /** Every page that there is. */
  private static List<String> pages() {
    return Stream.concat(
            Screens.of(bridge.context()).stream().map(Screens.Entry::path),
            Stream.of("replay?state=dead", "discard?id=1", "explain?id=1", "unmask?id=1", "none"))
        .map(path -> "/console/" + path)
        .toList();
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
  void refusesACharacterThatNoTextHas() {
    ConsoleClient browser = ConsoleClient.of(bridge, ConsoleClient.OPERATOR);
    assertEquals(400, browser.get("/console/show?id=%00").status());
    assertEquals(400, browser.post("/console/discard", Map.of("id", "1", "why", "a\0b")).status());
    assertEquals(400, stranger().logIn("a\0b", "wrong").status());
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
