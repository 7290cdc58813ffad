package io.m2mbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook whose signature was verified and whose event and id were read: what each peer stores.
 *
 * @param signedAt Unix seconds
 */
public record SignedWebhook(
    String key, String event, String signature, long signedAt, byte[] body) {
  private static final Map<String, String> IDENTITY =
      Map.of(
          "link.created", "linkId",
          "link.opened", "linkId",
          "user.data_request", "dataRequestId",
          "operation.created", "operationId",
          "operation.cancelled", "operationId");
  private static final SecretKeySpec SECRET =
      new SecretKeySpec(System.getenv("M2M_WEBHOOK_SECRET").getBytes(UTF_8), "HmacSHA256");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Null when M2M didn't sign these bytes, or when they hold no event with its id. */
  public static SignedWebhook read(String timestamp, String signature, byte[] body) {
    if (timestamp == null
        || signature == null
        || !MessageDigest.isEqual(signature.getBytes(UTF_8), sign(timestamp, body))) {
      return null;
    }
    try {
      JsonNode root = JSON.readTree(body);
      String event = root.path("event").textValue();
      if (event == null) {
        return null;
      }
      String field = IDENTITY.get(event);
      String id =
          field == null ? "sha256:" + sha256(body) : root.path("data").path(field).textValue();
      return id == null
          ? null
          : new SignedWebhook(
              event + ":" + id, event, signature, Long.parseLong(timestamp), body);
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  private static byte[] sign(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(SECRET);
      mac.update((timestamp + ".").getBytes(UTF_8));
      return ("sha256=" + HexFormat.of().formatHex(mac.doFinal(body))).getBytes(UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
