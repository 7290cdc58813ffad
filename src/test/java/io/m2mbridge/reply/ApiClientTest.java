package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.M2mApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.BeanModelHelper;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiClientTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final M2mApi api = new M2mApi();
  private final M2mApi other = new M2mApi();

  @AfterEach
  void close() {
    end.countDown();
    api.close();
    other.close();
  }

  @Test
  void addsTheKeyAndNothingElse() throws IOException {
    try (CloseableHttpClient client = client("")) {
      assertEquals(200, put(client, api.replyEndpoint("a"), Instant.now().plusSeconds(60)));
    }
    M2mApi.Request request = api.requests().get(0);
    assertEquals(List.of(Bridge.API_KEY), request.headers().get("X-api-key"));
    assertEquals(List.of("application/json"), request.headers().get("Content-type"));
    assertFalse(
        request.headers().keySet().stream().anyMatch(name -> name.toLowerCase().startsWith("m2m")));
  }

  @Test
  void refusesToGoAnywhereElse() throws IOException {
    try (CloseableHttpClient client = client("")) {
      assertThrows(IOException.class, () -> put(client, other.replyEndpoint("a"), null));
      String sameByAnotherName = api.replyEndpoint("a").replace("127.0.0.1", "localhost");
      assertThrows(IOException.class, () -> put(client, sameByAnotherName, null));
    }
    assertTrue(other.requests().isEmpty());
    assertTrue(api.requests().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) throws IOException {
    api.answers(M2mApi.json(status, "{}", "Location", other.baseUrl() + "/partner"));
    api.answers(M2mApi.json(status, "{}", "Location", api.baseUrl() + "/partner"));
    try (CloseableHttpClient client = client("")) {
      assertEquals(status, put(client, api.replyEndpoint("a"), null));
      assertEquals(status, put(client, api.replyEndpoint("b"), null));
    }
    assertTrue(other.requests().isEmpty());
    assertEquals(2, api.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void leavesRetriesToTheRoutes(int status) throws IOException {
    api.answers(M2mApi.json(status, "{}", "Retry-After", "0"));
    try (CloseableHttpClient client = client("")) {
      assertEquals(status, put(client, api.replyEndpoint("a"), null));
    }
    assertEquals(1, api.requests().size());
  }

  @Test
  void triesNoSecondTimeWhenTheConnectionIsCut() throws IOException {
    api.answers(M2mApi.cut());
    try (CloseableHttpClient client = client("")) {
      assertThrows(IOException.class, () -> put(client, api.replyEndpoint("a"), null));
    }
    assertEquals(1, api.requests().size());
  }

  @Test
  void keepsNoCookie() throws IOException {
    api.answers(M2mApi.json(200, "{}", "Set-Cookie", "session=1; Path=/"));
    try (CloseableHttpClient client = client("")) {
      put(client, api.replyEndpoint("a"), null);
      put(client, api.replyEndpoint("b"), null);
    }
    assertFalse(api.requests().get(1).headers().containsKey("Cookie"));
  }

  @Test
  void waitsTenSecondsAtMost() throws IOException {
    assertEquals(Timeout.ofSeconds(10), responseTimeout(null));
    assertEquals(Timeout.ofSeconds(10), responseTimeout(Instant.now().plusSeconds(3600)));
  }

  @Test
  void isBuiltFromTheArgumentsOfEarlierBeansAndOfToday() throws Exception {
    CamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("clock", Clock.systemUTC());
    Map<Integer, Object> arguments = new LinkedHashMap<>(Map.of(0, api.baseUrl(), 1, ""));
    assertEquals(200, put(bean(arguments, context)));
    arguments.put(2, "#bean:clock");
    assertEquals(200, put(bean(arguments, context)));
  }

  /** As Camel makes a bean of a YAML file. */
  private static ApiClient bean(Map<Integer, Object> arguments, CamelContext context)
      throws Exception {
    BeanFactoryDefinition<?> bean = new BeanFactoryDefinition<>();
    bean.setType(ApiClient.class.getName());
    bean.setConstructors(arguments);
    return (ApiClient) BeanModelHelper.newInstance(bean, context);
  }

  private int put(ApiClient client) throws IOException {
    try (CloseableHttpClient http = builder(client).build()) {
      return put(http, api.replyEndpoint("a"), Instant.now().plusSeconds(60));
    }
  }

  @Test
  void readsTheTimeThatIsLeftFromItsClock() throws IOException {
    Instant now = Instant.parse("2020-01-01T00:00:00Z");
    ApiClient client = new ApiClient(api.baseUrl(), "", Clock.fixed(now, ZoneOffset.UTC));

    assertEquals(Timeout.ofSeconds(5), responseTimeout(builder(client), now.plusSeconds(5)));
  }

  @Test
  void waitsNoLongerThanTillTheDeadline() throws IOException {
    Timeout limit = responseTimeout(Instant.now().plusSeconds(5));
    assertTrue(limit.toMilliseconds() > 1000 && limit.toMilliseconds() <= 5000, limit::toString);
  }

  @Test
  void sendsNothingAfterTheDeadline() throws IOException {
    try (CloseableHttpClient client = client("")) {
      assertThrows(
          IOException.class,
          () -> put(client, api.replyEndpoint("a"), Instant.now().minusMillis(1)));
    }
    assertTrue(api.requests().isEmpty());
  }

  @Test
  void givesUpAnAnswerThatDoesNotCome() throws IOException {
    api.answers(exchange -> await(Duration.ofSeconds(30)));
    try (CloseableHttpClient client = client("")) {
      assertEndsBy(client, Instant.now().plusMillis(400));
    }
  }

  @Test
  void givesUpAnAnswerThatOnlyDrips() throws IOException {
    api.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 300 && end.getCount() > 0; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            await(Duration.ofMillis(100));
          }
        });
    try (CloseableHttpClient client = client("")) {
      assertEndsBy(client, Instant.now().plusMillis(600));
    }
  }

  @Test
  void usesTheConnectionAgainAfterTheLimitOfTheLastAnswer() throws Exception {
    try (CloseableHttpClient client = client("")) {
      Instant deadline = Instant.now().plusMillis(300);
      assertEquals(200, put(client, api.replyEndpoint("a"), deadline));
      CountDownLatch arrived = new CountDownLatch(1);
      api.answers(
          exchange -> {
            arrived.countDown();
            await(Duration.ofMillis(700));
            M2mApi.FULFILLED.to(exchange);
          });
      assertEquals(200, put(client, api.replyEndpoint("b"), null));
      assertEquals(0, arrived.getCount());
    }
  }

  @Test
  void goesThroughAProxy() throws IOException {
    try (CloseableHttpClient client = client(other.baseUrl())) {
      assertEquals(200, put(client, api.replyEndpoint("a"), null));
    }
    assertTrue(api.requests().isEmpty());
    assertEquals(api.replyEndpoint("a"), other.requests().get(0).target());
  }

  private void assertEndsBy(CloseableHttpClient client, Instant deadline) {
    assertThrows(IOException.class, () -> put(client, api.replyEndpoint("a"), deadline));
    assertTrue(
        Instant.now().isBefore(deadline.plusSeconds(5)),
        "ended " + Instant.now() + ", not by " + deadline);
  }

  private void await(Duration time) {
    try {
      end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Timeout responseTimeout(Instant deadline) throws IOException {
    return responseTimeout(builder(""), deadline);
  }

  private Timeout responseTimeout(HttpClientBuilder builder, Instant deadline) throws IOException {
    AtomicReference<Timeout> seen = new AtomicReference<>();
    builder.addExecInterceptorAfter(
        "m2m-api",
        "look",
        (request, scope, chain) -> {
          seen.set(scope.clientContext.getRequestConfigOrDefault().getResponseTimeout());
          return chain.proceed(request, scope);
        });
    try (CloseableHttpClient client = builder.build()) {
      put(client, api.replyEndpoint("a"), deadline);
    }
    return seen.get();
  }

  private CloseableHttpClient client(String proxy) {
    return builder(proxy).build();
  }

  private HttpClientBuilder builder(String proxy) {
    return builder(new ApiClient(api.baseUrl(), proxy));
  }

  private static HttpClientBuilder builder(ApiClient client) {
    HttpClientBuilder builder = HttpClientBuilder.create();
    client.setApiKey(Bridge.API_KEY);
    client.configureHttpClient(builder);
    return builder;
  }

  private static int put(CloseableHttpClient client, String url, Instant deadline)
      throws IOException {
    HttpPut put = new HttpPut(url);
    put.setEntity(new StringEntity("{}", ContentType.create("application/json")));
    if (deadline != null) {
      put.setHeader(ApiClient.DEADLINE_HEADER, Long.toString(deadline.toEpochMilli()));
    }
    return client.execute(
        put,
        answer -> {
          EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8);
          return answer.getCode();
        });
  }
}
