package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A webhook with its valid signature, which is OpenSSL's. */
abstract class SignedWebhook {
  static final String SECRET = "whsec_abc123def456ghi789";
  static final String TIMESTAMP = "1769437800";
  static final byte[] BODY = utf8("{\"event\":\"link.created\"}");
  static final String HEX = "469a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c84e";

  static final String VALID = "sha256=" + HEX;
  final Signature signature = new Signature(SECRET);

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
