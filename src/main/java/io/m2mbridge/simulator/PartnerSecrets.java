package io.m2mbridge.simulator;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.webhook.Signature;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The webhook secrets of the simulator's one partner. */
final class PartnerSecrets {
  private static final String PREFIX = "whsec_";

  private final Stances stances;
  private final String old;
  private String current;

  /**
   * Checks and holds the secrets.
   *
   * @param current the secret that signs webhooks
   * @param old the secret that signs first attempts if the secret changes between attempts
   * @throws ConfigurationException if one of them can't be a key by the chosen stance
   */
  PartnerSecrets(String current, String old, Stances stances) {
    this.current = current;
    this.old = old;
    this.stances = stances;
    Stream.of(Optional.of(current), Optional.of(old), Optional.ofNullable(stances.callbackSecret))
        .flatMap(Optional::stream)
        .forEach(this::check);
  }

  private void check(String secret) {
    try {
      Signature unused = signature(secret);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          stances.secretBytes == Stances.SecretBytes.text
              ? "A webhook secret is blank: choose another (--secret, --old-secret, --callback-secret)."
              : "With --secret-bytes base64, the part after whsec_ in each webhook secret must be"
                  + " Base64: choose others (--secret, --old-secret, --callback-secret).");
    }
  }

  String current() {
    return current;
  }

  /** Generates a new secret. The old one is invalid at once (docs/protocol.md, "Secret"). */
  String regenerate() {
    current = random();
    return current;
  }

  /** Returns a random secret in M2M's format. */
  static String random() {
    return PREFIX + Ids.random(32);
  }

  /** Returns the value of {@code X-M2M-Signature}. */
  String sign(Webhook webhook, boolean isFirst, String timestamp, byte[] body) {
    String signature = signature(secretOf(webhook, isFirst)).sign(timestamp, body);
    return stances.signatureCase == Stances.HexCase.upper
        ? signature.substring(0, "sha256=".length())
            + signature.substring("sha256=".length()).toUpperCase(Locale.ROOT)
        : signature;
  }

  private String secretOf(Webhook webhook, boolean isFirst) {
    if (webhook.goesToCallback && stances.callbackSecret != null) {
      return stances.callbackSecret;
    }
    if (webhook.disturbance.isSecretChanged() && isFirst) {
      return old;
    }
    return stances.retriesSignedBy == Stances.SignedBy.first ? webhook.secretAtFirst : current;
  }

  private Signature signature(String secret) {
    if (stances.secretBytes == Stances.SecretBytes.text) {
      return new Signature(secret);
    }
    String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    return Signature.withKey(Base64.getDecoder().decode(text));
  }
}
