package io.m2mbridge.bench.spring;

import io.m2mbridge.bench.SignedWebhook;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Verifies, reads and stores a webhook, and answers 200 after the commit. */
@RestController
class WebhookController {
  private static final String STORE =
      """
      INSERT INTO webhooks (event_key, event, signature, signed_at, body)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (event_key) DO NOTHING""";

  private final JdbcTemplate jdbc;

  WebhookController(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Without a transaction of its own: the statement commits by itself. */
  @PostMapping(path = "/webhooks/m2m", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> receive(
      @RequestHeader(name = "X-M2M-Timestamp", required = false) String timestamp,
      @RequestHeader(name = "X-M2M-Signature", required = false) String signature,
      @RequestBody byte[] body) {
    SignedWebhook webhook = SignedWebhook.read(timestamp, signature, body);
    if (webhook == null) {
      return ResponseEntity.status(HttpStatus.UNAUTHORIZED).body("Unauthorized");
    }
    jdbc.update(
        STORE,
        webhook.key(),
        webhook.event(),
        webhook.signature(),
        webhook.signedAt(),
        webhook.body());
    return ResponseEntity.ok("OK");
  }
}
