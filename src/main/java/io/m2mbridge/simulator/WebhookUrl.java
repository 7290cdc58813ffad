package io.m2mbridge.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Checks URLs for webhooks. */
final class WebhookUrl {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private static final int NO_PORT = -1;
  private static final int LAST_PORT = 65_535;

  private WebhookUrl() {}

  /** Whether a text is an absolute http or https URL, with a valid port if it has one. */
  static boolean isOne(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() != null
          && SCHEMES.contains(String.valueOf(url.getScheme()))
          && (url.getPort() == NO_PORT || (url.getPort() > 0 && url.getPort() <= LAST_PORT));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
