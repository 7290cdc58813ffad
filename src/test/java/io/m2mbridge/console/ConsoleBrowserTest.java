package io.m2mbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.console.screen.NightRows;
import io.m2mbridge.testing.Browser;
import io.m2mbridge.testing.ConsoleClient;
import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The console of a bridge in trouble in a real browser. With {@code -Dconsole.pictures=<folder>} it
 * writes the pictures of the documentation.
 */
@Tag("verify")
class ConsoleBrowserTest {
  private static final String PICTURES = "console.pictures";
  private static final int PHONE = 390;
  private static final int DESK = 1280;
  private static final int HEIGHT = 900;

  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document).then(
        result => done(result.violations.map(
          each => each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '))),
        failure => done([String(failure)]));
      """;

  private static Browser browser;
  private static Bridge bridge;
  private static long delivery;
  private static String root;
  private static String axe;

  @BeforeAll
  static void start(Bridge shared) throws IOException {
    bridge = shared;
    axe = axe();
    root =
        "http://localhost:"
            + bridge.context().resolvePropertyPlaceholders("{{m2m.console.port}}")
            + "/console";
    browser = Browser.start();
    browser.devTools(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of("source", "window.hostile = () => { window.wasHostile = true; };"));
    fill();
  }

  /** Stores the rows, and logs in: with the tables, the sessions are emptied too. */
  private static void fill() {
    bridge.empty();
    delivery = NightRows.store(database());
    bridge.send("unsigned");
    logInByKeyboard();
  }

  private static DataSource database() {
    return new DriverManagerDataSource(bridge.databaseUrl(), "postgres", "");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    bridge.empty();
  }

  private static String axe() throws IOException {
    try (InputStream script = ConsoleBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), UTF_8);
    }
  }

  /** Without a mouse: the first link skips to the content, and then come the fields. */
  private static void logInByKeyboard() {
    browser.show(DESK, HEIGHT, false);
    browser.open(root + "/trouble");
    assertTrue(browser.url().startsWith(root + "/login"), browser.url());
    browser.type(Browser.TAB);
    assertEquals("#main", focused("getAttribute('href')"));
    browser.type(Browser.ENTER + Browser.TAB);
    assertEquals("name", focused("name"));
    browser.type(ConsoleClient.OPERATOR + Browser.TAB);
    assertEquals("password", focused("name"));
    browser.type(ConsoleClient.PASSWORD + Browser.ENTER);
    Awaitility.await().until(() -> browser.url().equals(root + "/trouble"));
  }

  private static String focused(String member) {
    return browser.run("return document.activeElement." + member).asText();
  }

  static Stream<String> pages() {
    String hostile = URLEncoder.encode("dr_6" + NightRows.HOSTILE, UTF_8).replace("+", "%20");
    return Stream.of(
        "",
        "/trouble",
        "/deliveries?state=dead",
        "/data-requests",
        "/holds",
        "/reconcile",
        "/actions",
        "/refused",
        "/show/op_1",
        "/show/" + hostile,
        "/show/op_",
        "/show/" + hostile + "x",
        "/payload/" + delivery,
        "/replay?id=" + delivery,
        "/unmask?id=" + delivery,
        "/login");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void canBeReadByAnyoneAndRunsNothingOfAnEvent(String page) throws IOException {
    for (int width : new int[] {DESK, PHONE}) {
      for (boolean isDark : new boolean[] {false, true}) {
        String seen = page + " at " + width + (isDark ? " dark" : " light");
        browser.show(width, HEIGHT, isDark);
        browser.open(root + page);
        browser.run(axe);
        assertEquals(List.of(), texts(browser.runAsync(AXE)), seen);
        assertTrue(
            browser.run("return document.documentElement.scrollWidth <= innerWidth").asBoolean(),
            seen + " is wider than the window");
        assertFalse(browser.run("return window.wasHostile === true").asBoolean(), seen);
        assertFalse(
            browser.run("return document.body.innerText").asText().contains(NightRows.PERSONAL),
            seen);
        assertEquals(List.of(), complaints(), seen);
      }
    }
  }

  /** A page that isn't there is answered 404, of which the browser complains too. */
  private static List<String> complaints() {
    return browser.complaints().stream().filter(line -> !line.contains("404")).toList();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Test
  @EnabledIfSystemProperty(named = PICTURES, matches = ".+")
  void takesThePicturesOfTheDocumentation() throws IOException {
    bridge.empty();
    NightRows.storePlain(database());
    logInByKeyboard();
    Path folder = Files.createDirectories(Path.of(System.getProperty(PICTURES)));
    for (String page : List.of("now", "show/op_1")) {
      browser.show(DESK, 800, false);
      takePicture(page, folder.resolve(page.replaceFirst("/.*", "") + ".webp"));
    }
    browser.show(PHONE, 800, true);
    takePicture("now", folder.resolve("now-phone-dark.webp"));
    fill();
  }

  private static void takePicture(String page, Path file) throws IOException {
    browser.open(root + "/" + page.replace("now", ""));
    Files.write(file, browser.picture());
  }

  @Test
  void showsWhatHappensMeanwhile() {
    browser.open(root + "/trouble");
    assertFalse(seesNewTrouble());
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET reason = 'new-trouble' WHERE state = 'quarantined'")
        .update();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> seesNewTrouble());
    assertEquals("BODY", focused("tagName"));
  }

  private static boolean seesNewTrouble() {
    return browser.run("return document.body.innerText").asText().contains("new-trouble");
  }
}
