package io.m2mbridge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.FileUtil;

/** Debian's Chromium without a window, driven by the WebDriver protocol of the W3C. */
public final class Browser implements AutoCloseable {
  public static final String TAB = "\uE004";
  public static final String ENTER = "\uE007";

  private static final Pattern STARTED = Pattern.compile("successfully on port (\\d+)");
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final Process driver;
  private final String session;

  private Browser(Path folder, Process driver, String session) {
    this.folder = folder;
    this.driver = driver;
    this.session = session;
  }

  /** Starts it; without it the test is left out. */
  public static Browser start() throws IOException {
    Path chromium = Installed.program("chromium", "chromium");
    Path chromedriver = Installed.program("chromedriver", "chromium-driver");
    ProcessBuilder command =
        new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true);
    // Chromium leaves files of its own there.
    Path folder = Files.createTempDirectory("chromium");
    command.environment().put("TMPDIR", folder.toString());
    Process driver = null;
    try {
      driver = command.start();
      String url = "http://127.0.0.1:" + port(driver.inputReader());
      List<String> arguments =
          new ArrayList<>(List.of("--headless=new", "--disable-dev-shm-usage", "--disable-gpu"));
      if (System.getProperty("user.name").equals("root")) {
        arguments.add("--no-sandbox");
      }
      Map<String, Object> wanted =
          Map.of(
              "browserName",
              "chrome",
              "goog:loggingPrefs",
              Map.of("browser", "ALL"),
              "goog:chromeOptions",
              Map.of("binary", chromium.toString(), "args", arguments));
      JsonNode session =
          post(url + "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
      return new Browser(folder, driver, url + "/session/" + session.path("sessionId").asText());
    } catch (IOException | RuntimeException | Error e) {
      if (driver != null) {
        driver.destroyForcibly();
      }
      FileUtil.removeDir(folder.toFile());
      throw e;
    }
  }

  private static String port(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return started.group(1);
      }
    }
    throw new IOException("chromedriver has ended");
  }

  /** Opens a page, and waits until it is loaded. */
  public void open(String url) {
    post(session + "/url", Map.of("url", url));
  }

  public String url() {
    return call(HttpRequest.newBuilder(URI.create(session + "/url")).GET()).asText();
  }

  /** Runs the body of a function in the page, and gives what it returns. */
  public JsonNode run(String script) {
    return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** As {@link #run}, for a function that calls its last argument with the result. */
  public JsonNode runAsync(String script) {
    return post(session + "/execute/async", Map.of("script", script, "args", List.of()));
  }

  /** Presses keys, as a person does. */
  public void type(String keys) {
    List<Map<String, String>> presses = new ArrayList<>();
    keys.codePoints()
        .mapToObj(Character::toString)
        .forEach(
            key -> {
              presses.add(Map.of("type", "keyDown", "value", key));
              presses.add(Map.of("type", "keyUp", "value", key));
            });
    post(
        session + "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", presses))));
  }

  /** Sets the size of the page in CSS pixels, and whether the person prefers a dark theme. */
  public void show(int width, int height, boolean isDark) {
    devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    devTools(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
  }

  /** Calls a command of Chromium's own protocol. */
  public JsonNode devTools(String command, Map<String, Object> parameters) {
    return post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** What the browser has complained of since the last call, such as a violated policy. */
  public List<String> complaints() {
    List<String> lines = new ArrayList<>();
    post(session + "/se/log", Map.of("type", "browser"))
        .forEach(entry -> lines.add(entry.path("message").asText()));
    return lines;
  }

  /** The page as a picture in WebP. */
  public byte[] picture() {
    return Base64.getDecoder()
        .decode(
            devTools("Page.captureScreenshot", Map.of("format", "webp", "quality", 60))
                .path("data")
                .asText());
  }

  private static JsonNode post(String url, Map<String, ?> body) {
    return call(
        HttpRequest.newBuilder(URI.create(url))
            .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString())));
  }

  private static JsonNode call(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.timeout(LONGEST).build(), BodyHandlers.ofString());
      JsonNode value = JSON.readTree(answer.body()).path("value");
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(value.path("message").asText());
      }
      return value;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return MissingNode.getInstance();
    }
  }

  /** Ends the browser and its driver. */
  @Override
  public void close() {
    try {
      call(HttpRequest.newBuilder(URI.create(session)).DELETE());
    } finally {
      driver.destroy();
      driver.onExit().join();
      FileUtil.removeDir(folder.toFile());
    }
  }
}
