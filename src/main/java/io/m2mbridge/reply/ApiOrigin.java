package io.m2mbridge.reply;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The only origin to which replies and the API key may be sent (docs/protocol.md, "Q22").
 *
 * @param scheme {@code https}, or {@code http} on loopback
 * @param host the host in lower case
 * @param port the explicit port, or the scheme's default
 */
public record ApiOrigin(String scheme, String host, int port) {
  /** The host of M2M's production API. */
  public static final String PRODUCTION_HOST = "api.m2m.leapfinancial.com";

  /** The host of M2M's sandbox. */
  public static final String SANDBOX_HOST = "api.sandbox.m2m.leapfinancial.com";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern PLAIN_ID = Pattern.compile("(?=.*[A-Za-z0-9])[A-Za-z0-9._~-]+");
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /**
   * Parses a base URL: https (or http on loopback), a host, an optional port, and nothing else.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is wrong and
   *     never quotes the URL
   */
  public static ApiOrigin of(String baseUrl) {
    URI uri = parse(baseUrl);
    ApiOrigin origin = uri == null ? null : originOf(uri);
    if (uri == null || origin == null) {
      throw new IllegalArgumentException("is not a URL with a host");
    }
    if (!baseUrl.startsWith(origin.scheme)) {
      throw new IllegalArgumentException("has a scheme in capitals");
    }
    if (!origin.scheme.equals("https")
        && !(origin.scheme.equals("http") && LOOPBACK.contains(origin.host))) {
      throw new IllegalArgumentException("is not https (http is allowed on loopback only)");
    }
    boolean isBare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
    if (!isBare || hasExtras(uri)) {
      throw new IllegalArgumentException("has more than an origin (no path, query or user)");
    }
    return origin;
  }

  /**
   * Whether the reply to a data request may go to the endpoint in its payload: exactly {@code
   * /partner/data-requests/<dataRequestId>} on this origin, without credentials, query or fragment.
   */
  public boolean isReplyEndpoint(String endpoint, String dataRequestId) {
    URI uri = parse(endpoint);
    return uri != null
        && PLAIN_ID.matcher(dataRequestId).matches()
        && equals(originOf(uri))
        && !hasExtras(uri)
        && replyPath(dataRequestId).equals(uri.getRawPath());
  }

  /** Returns the path of a reply. */
  static String replyPath(String dataRequestId) {
    return "/partner/data-requests/" + dataRequestId;
  }

  private static boolean hasExtras(URI uri) {
    return uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null;
  }

  private static @Nullable URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable ApiOrigin originOf(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null) {
      return null;
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int ownPort = scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
    int port = uri.getPort() == -1 ? ownPort : uri.getPort();
    return new ApiOrigin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }
}
