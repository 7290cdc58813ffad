package io.m2mbridge.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.server.TlsSettings;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.webhook.Signature;
import java.time.Instant;
import java.util.Locale;

/** The text that the dev profile prints once it runs: the next steps, ready to paste. */
final class DevWelcome {
  /** The default of the command send. */
  private static final String DEFAULT_URL = "http://127.0.0.1:8080/webhooks/m2m";

  private DevWelcome() {}

  /** Prints the text to the terminal. */
  static void print(Settings settings) {
    System.out.println(text(settings));
  }

  static String text(Settings settings) {
    Instant now = Instant.now();
    String timestamp = Long.toString(now.getEpochSecond());
    String body =
        String.format(
            Locale.ROOT,
            "{\"event\":\"link.created\",\"timestamp\":\"%s\",\"data\":{\"linkId\":\"link_acme_%s\","
                + "\"referenceId\":\"user_12345\",\"status\":\"created\"}}",
            now,
            timestamp);
    String signature =
        new Signature(settings.get("m2m.webhook.secret")).sign(timestamp, body.getBytes(UTF_8));
    String url = webhooks(settings).equals(DEFAULT_URL) ? "" : " --url " + webhooks(settings);
    String management = "http://127.0.0.1:" + settings.get("m2m.management.port") + "/observe";
    return String.join(
        System.lineSeparator(),
        "",
        "m2m-bridge runs in the dev profile. Send it a signed webhook (valid for three hours):",
        "",
        "curl -i " + webhooks(settings) + " \\",
        "  -H 'Content-Type: application/json' -H 'X-M2M-Event: link.created' \\",
        "  -H 'X-M2M-Timestamp: " + timestamp + "' \\",
        "  -H 'X-M2M-Signature: " + signature + "' \\",
        "  -d '" + body + "'",
        "",
        "Send it again: it is a duplicate. Or generate and sign another one, in this folder:",
        "",
        CommandFile.command() + " send operation.created" + url,
        "",
        "See the results:",
        "",
        "curl -s " + management + "/metrics | grep ^m2m_",
        "",
        "Then edit routes/event-link-created.camel.yaml: a right edit is taken when you save it. PostgreSQL: "
            + settings.get("m2m.database.url").replaceFirst("\\?.*", "")
            + ", user "
            + settings.get("m2m.database.username")
            + ". Stop with Ctrl-C.",
        "");
  }

  /** Returns the URL of the webhook listener, as seen from this machine. */
  static String webhooks(Settings settings) {
    String host = settings.get("m2m.http.host");
    return (TlsSettings.areSet(settings::get) ? "https://" : "http://")
        + (host.equals("0.0.0.0") ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + settings.get("m2m.http.port")
        + "/webhooks/m2m";
  }
}
