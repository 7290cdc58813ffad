package io.m2mbridge.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Where webhooks may be sent to. */
final class WebhookUrl {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private WebhookUrl() {}

  /** Whether it is an absolute http or https URL. */
  static boolean isOne(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() != null && SCHEMES.contains(String.valueOf(url.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
