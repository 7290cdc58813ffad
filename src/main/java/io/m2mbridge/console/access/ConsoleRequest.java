package io.m2mbridge.console.access;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to the console, before the login.
 *
 * @param method the method in capitals
 * @param path the decoded path below {@code /console/}, without a slash at its beginning
 * @param query the decoded parameters of the URL; one without a value is left out
 * @param headers the headers by their names in lower case, each with all its values
 * @param remoteAddress the address that the connection comes from; null if the server doesn't tell
 * @param form the fields of the body; empty if there is none
 */
public record ConsoleRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, List<String>> headers,
    @Nullable String remoteAddress,
    Map<String, String> form) {
  private static final String BASIC = "basic ";

  /** A name and a password, as HTTP Basic has them. */
  public record Basic(String name, String password) {}

  /**
   * Returns a header; null if it isn't there.
   *
   * @throws RefusedException if it is there twice
   */
  public @Nullable String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new RefusedException(400, "A header is repeated.");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** Returns a cookie; empty if it isn't there. */
  public Optional<String> cookie(String name) {
    return headers.getOrDefault("cookie", List.of()).stream()
        .flatMap(line -> Arrays.stream(line.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  /** Whether the request asks for JSON, as programs do. Browsers ask for HTML. */
  public boolean isForJson() {
    return isForJson(headers.getOrDefault("accept", List.of()).toString());
  }

  /** Whether a header Accept asks for JSON, as programs do. */
  public static boolean isForJson(String header) {
    String accept = header.toLowerCase(Locale.ROOT);
    return accept.contains("application/json") && !accept.contains("text/html");
  }

  /** Whether it may change something. */
  public boolean isUnsafe() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /** Whether a page sends it every few seconds, without anyone having done anything. */
  public boolean isPoll() {
    return headers.containsKey("hx-request");
  }

  /**
   * Returns the name and the password of HTTP Basic. Only a program's request may have them, so
   * that a browser never sends them.
   *
   * @throws RefusedException if the header can't be read
   */
  public Optional<Basic> basic() {
    String header = header("authorization");
    if (header == null || !isForJson() || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        return Optional.of(new Basic(pair.substring(0, colon), pair.substring(colon + 1)));
      }
    } catch (IllegalArgumentException e) {
      // The same answer as without a colon.
    }
    throw new RefusedException(
        400, "The header Authorization can't be read: send HTTP Basic with a name and a password.");
  }
}
