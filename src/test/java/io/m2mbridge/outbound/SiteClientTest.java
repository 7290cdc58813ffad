package io.m2mbridge.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.m2mbridge.testing.StuckServer;
import io.m2mbridge.testkit.RecordingServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

class SiteClientTest {
  private static CloseableHttpClient client(Duration longestCall) {
    HttpClientBuilder builder = HttpClientBuilder.create().disableAutomaticRetries();
    new SiteClient(longestCall).configureHttpClient(builder);
    return builder.build();
  }

  private static String get(CloseableHttpClient client, String uri) throws IOException {
    return client.execute(new HttpGet(uri), answer -> EntityUtils.toString(answer.getEntity()));
  }

  @Test
  void endsACallWhoseAnswerDrips() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RecordingServer site = new RecordingServer();
        CloseableHttpClient client = client(Duration.ofMillis(300))) {
      site.answers(
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
              do {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
              } while (!end.await(50, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });

      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThrows(IOException.class, () -> get(client, site.baseUrl())));
      end.countDown();
    }
  }

  /** CVE-2026-64607 of HttpClient: such an answer could keep its connection, of five a host. */
  @Test
  void takesBackConnectionsWhoseAnswersCannotBeUnpacked() throws Exception {
    try (RecordingServer site = new RecordingServer();
        CloseableHttpClient client = client(Duration.ofMillis(300))) {
      for (int call = 0; call < 6; call++) {
        site.answers(
            RecordingServer.json(200, "{}", "Content-Encoding", "gzip"),
            RecordingServer.json(200, "{}", "Content-Encoding", "nonsense"));
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              assertThrows(IOException.class, () -> get(client, site.baseUrl()));
              assertEquals("{}", get(client, site.baseUrl()));
            });
      }
      assertEquals(12, site.requests().size());
    }
  }

  /** The client sends a request again when it is asked for a password. */
  @Test
  void encodesHeadersOnceHoweverOftenARequestIsSent() throws Exception {
    try (RecordingServer site = new RecordingServer()) {
      URI uri = URI.create(site.baseUrl());
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(uri.getHost(), uri.getPort()),
          new UsernamePasswordCredentials("ledger", "secret".toCharArray()));
      HttpClientBuilder builder =
          HttpClientBuilder.create().setDefaultCredentialsProvider(credentials);
      new SiteClient().configureHttpClient(builder);
      HeaderEncoding.ofOurs().configureHttpClient(builder);
      site.answers(RecordingServer.json(401, "", "WWW-Authenticate", "Basic realm=\"x\""));
      HttpGet get = new HttpGet(uri);
      get.setHeader("m2mEventKey", "k:\u0141%");
      get.setHeader("m2mEventKeyEncoded", "k:%C5%81%25");
      get.setHeader("X-Own", "a %41 \u00f1\r\n");
      get.setHeader("X-Token", "Bearer 50%");
      try (CloseableHttpClient client = builder.build()) {
        client.execute(get, answer -> answer.getCode());
      }

      assertEquals(2, site.requests().size());
      for (RecordingServer.Request request : site.requests()) {
        assertEquals(List.of("k:%C5%81%25"), request.headers().get("M2meventkey"));
        assertNull(request.headers().get("M2meventkeyencoded"));
        assertEquals(List.of("a %2541 %C3%B1%0D%0A"), request.headers().get("X-own"));
        assertEquals(List.of("Bearer 50%"), request.headers().get("X-token"));
      }
    }
  }

  @Test
  void endsACallWhoseTlsHandshakeDrips() throws Exception {
    byte[] aHandshakeOf16KiB = {0x16, 3, 3, 0x3f, (byte) 0xff};
    try (StuckServer site = StuckServer.dripping(aHandshakeOf16KiB, 1_000);
        CloseableHttpClient client = client(Duration.ofMillis(300))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThrows(IOException.class, () -> get(client, "https://" + site.address())));
    }
  }

  @Test
  void endsACallWhoseHeadersDrip() throws Exception {
    try (StuckServer site =
            StuckServer.dripping("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII), 1_000);
        CloseableHttpClient client = client(Duration.ofMillis(300))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThrows(IOException.class, () -> get(client, "http://" + site.address())));
    }
  }

  @Test
  void leavesACallAloneThatEndsInTime() throws Exception {
    try (RecordingServer site = new RecordingServer();
        CloseableHttpClient client = client(Duration.ofSeconds(20))) {
      site.answers(RecordingServer.json(200, "{}"), RecordingServer.json(200, "{}"));

      assertEquals("{}", get(client, site.baseUrl()));
      assertEquals("{}", get(client, site.baseUrl()));
    }
  }
}
