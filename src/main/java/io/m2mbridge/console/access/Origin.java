package io.m2mbridge.console.access;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks where a request comes from. The header Host must name the bridge, so that a name of
 * another site that leads to this address is refused. What changes something must come from the
 * console's own pages: by {@code Sec-Fetch-Site}, or by {@code Origin} from a browser without it.
 */
public final class Origin {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
  private static final List<String> ANY_ADDRESS = List.of("0.0.0.0", "::", "[::]");

  private final String host;
  private final String origin;

  /**
   * Creates the check.
   *
   * @param host the address of the listener; empty within another application
   * @param origin the setting m2m.console.origin, such as https://console.example.com; empty for
   *     none
   */
  public Origin(String host, String origin) {
    this.host = host;
    this.origin = origin;
  }

  /**
   * Checks the header Host.
   *
   * @throws RefusedException if the request is for another host
   */
  public void checkHost(ConsoleRequest request) {
    String named = request.header("host");
    if (named == null || !isOwn(named.toLowerCase(Locale.ROOT))) {
      throw new RefusedException(
          403, "The console doesn't serve this host name: set m2m.console.origin to its origin.");
    }
  }

  private boolean isOwn(String named) {
    String name = named.replaceFirst(":[0-9]{1,5}$", "");
    return LOOPBACK.contains(name)
        || (!host.isEmpty() && !ANY_ADDRESS.contains(host) && isHost(name))
        || isOfSetting(named);
  }

  private boolean isOfSetting(String named) {
    return !origin.isEmpty() && named.equalsIgnoreCase(URI.create(origin).getAuthority());
  }

  private boolean isHost(String name) {
    return name.equalsIgnoreCase(host) || name.equalsIgnoreCase("[" + host + "]");
  }

  /**
   * Checks a request that may change something.
   *
   * @throws RefusedException if another site may have sent the request
   */
  public void checkSite(ConsoleRequest request) {
    String site = request.header("sec-fetch-site");
    String from = request.header("origin");
    boolean isOwn =
        site != null
            ? site.equals("same-origin")
            : from != null ? isOrigin(from, request.header("host")) : isProgram(request);
    if (!isOwn) {
      throw new RefusedException(403, "The request comes from another site.");
    }
  }

  /**
   * The setting's host has the setting's scheme alone, because anybody on the way can answer for
   * its name over plain HTTP. This machine may be reached through a tunnel, with either scheme.
   */
  private boolean isOrigin(String from, @Nullable String named) {
    return from.equalsIgnoreCase(origin)
        || (named != null
            && !isOfSetting(named)
            && (from.equalsIgnoreCase("https://" + named)
                || from.equalsIgnoreCase("http://" + named)));
  }

  /** A program sends its password itself. No browser adds it, and there is no cookie. */
  private static boolean isProgram(ConsoleRequest request) {
    return !request.headers().containsKey("cookie") && request.basic().isPresent();
  }
}
