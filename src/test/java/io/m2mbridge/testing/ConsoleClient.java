package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.BridgeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser at the console of a bridge, without scripts. */
public final class ConsoleClient {
  /** The password of all users. */
  public static final String PASSWORD = "correct horse battery staple";

  /** Its bcrypt hash of cost 12. */
  public static final String HASH = "$2a$12$OY2i01vKNPgP5jiANGN.mu85atdxP5V9N8D5adMR.1iiN3C1E5TVe";

  /** A user who is a viewer. */
  public static final String VIEWER = "vera";

  /** A user who is an operator. */
  public static final String OPERATOR = "otto";

  private static final String COOKIE = "__Host-m2m-console=";

  private final RawHttp http;
  private String cookie = "";

  private ConsoleClient(RawHttp http) {
    this.http = http;
  }

  /** Returns settings that switch the console on, with a file of users of its own. */
  public static Map<String, String> settings() {
    try {
      Path users = Files.createTempFile("console-users", "");
      users.toFile().deleteOnExit();
      Files.writeString(users, VIEWER + " viewer " + HASH + "\n" + OPERATOR + " operator " + HASH);
      Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
      return Map.of(
          "m2m.console.enabled",
          "true",
          "m2m.console.users",
          users.toString(),
          "m2m.console.port",
          String.valueOf(BridgeClient.freePort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a browser that isn't logged in. */
  public static ConsoleClient of(Bridge bridge) {
    return new ConsoleClient(
        new RawHttp(
            Integer.parseInt(
                bridge.context().resolvePropertyPlaceholders("{{m2m.console.port}}"))));
  }

  /** Returns a browser with a session. */
  public static ConsoleClient of(Bridge bridge, String user) {
    ConsoleClient client = of(bridge);
    RawHttp.Answer answer = client.logIn(user, PASSWORD);
    if (answer.status() != 303) {
      throw new AssertionError("the login was answered " + answer);
    }
    return client;
  }

  /** Sends the form of the login, and keeps the cookie. */
  public RawHttp.Answer logIn(String user, String password) {
    RawHttp.Answer answer =
        post("/console/login", Map.of("name", user, "password", password, "next", "/console"));
    String set = answer.header("Set-Cookie");
    if (set != null && set.startsWith(COOKIE)) {
      cookie = set.substring(0, set.indexOf(';'));
    }
    return answer;
  }

  /** The cookie of the session, as name=value; empty without a session. */
  public String cookie() {
    return cookie;
  }

  /** GETs a page, with further headers. */
  public RawHttp.Answer get(String path, String... headers) {
    return http.send("GET " + path + " HTTP/1.1", headers(List.of(headers)), new byte[0]);
  }

  /** GETs the rows of a page as JSON. */
  public String json(String path) {
    return get(path, "Accept: application/json").body();
  }

  /** Sends a form from a page of the console. */
  public RawHttp.Answer post(String path, Map<String, String> form) {
    return post(path, form, "Sec-Fetch-Site: same-origin");
  }

  /** Sends a form with these headers. */
  public RawHttp.Answer post(String path, Map<String, String> form, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Type: text/plain");
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue() + "\r\n")
            .collect(Collectors.joining());
    return http.send("POST " + path + " HTTP/1.1", headers(all), body.getBytes(UTF_8));
  }

  /** Sends any request, with this session's cookie. */
  public RawHttp.Answer send(String requestLine, List<String> headers, String body) {
    return http.send(requestLine, headers(headers), body.getBytes(UTF_8));
  }

  private List<String> headers(List<String> more) {
    List<String> all = new ArrayList<>(more);
    if (!cookie.isEmpty()) {
      all.add("Cookie: " + cookie);
    }
    return all;
  }

  /** The header of HTTP Basic. */
  public static String basic(String user, String password) {
    String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return "Authorization: Basic " + pair;
  }
}
