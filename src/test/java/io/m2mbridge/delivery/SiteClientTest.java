package io.m2mbridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.m2mbridge.testing.M2mApi;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
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
    try (M2mApi site = new M2mApi();
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

  @Test
  void leavesACallAloneThatEndsInTime() throws Exception {
    try (M2mApi site = new M2mApi();
        CloseableHttpClient client = client(Duration.ofSeconds(20))) {
      site.answers(M2mApi.json(200, "{}"), M2mApi.json(200, "{}"));

      assertEquals("{}", get(client, site.baseUrl()));
      assertEquals("{}", get(client, site.baseUrl()));
    }
  }
}
