package io.m2mbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A webhook as M2M sends it; a test changes one thing of it. */
public final class Webhook {
  private final byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private Webhook(byte[] body) {
    this.body = body;
    headers.put("Content-Type", "application/json");
    headers.put("X-M2M-Event", "any");
    signedAt(Instant.now());
  }

  public static Webhook of(String body) {
    return of(body.getBytes(UTF_8));
  }

  public static Webhook of(byte[] body) {
    return new Webhook(body);
  }

  /** Signs it for an instant. */
  public Webhook signedAt(Instant instant) {
    return signedAt(Long.toString(instant.getEpochSecond()));
  }

  /** Signs it for any text as the timestamp. */
  public Webhook signedAt(String timestamp) {
    headers.put("X-M2M-Timestamp", timestamp);
    headers.put("X-M2M-Signature", new Signature(Bridge.SECRET).sign(timestamp, body));
    return this;
  }

  /** Sets a header, or with null leaves it out. */
  public Webhook with(String header, @Nullable String value) {
    if (value == null) {
      headers.remove(header);
    } else {
      headers.put(header, value);
    }
    return this;
  }

  public HttpRequest to(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }
}
