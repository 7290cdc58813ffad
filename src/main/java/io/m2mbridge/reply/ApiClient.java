package io.m2mbridge.reply;

import io.m2mbridge.settings.PastedSecret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Configures camel-http's client for M2M's API.
 *
 * <ul>
 *   <li>It adds the API key to each request itself. So no exchange, header dump or route holds it.
 *   <li>It follows no redirect and keeps no cookie.
 *   <li>It leaves retries to the routes. HttpClient's own retry would wait for a {@code
 *       Retry-After} of an hour.
 *   <li>A call may take ten seconds, but not longer than until the deadline that the route sets in
 *       the header {@link #DEADLINE_HEADER}. Then the connection is closed, even if bytes still
 *       arrive.
 *   <li>The headers and the body of a response have a maximum size.
 * </ul>
 */
public final class ApiClient implements HttpClientConfigurer {
  /** The deadline as epoch milliseconds. The header is removed before the request is sent. */
  static final String DEADLINE_HEADER = "M2M-Bridge-Deadline";

  private static final Duration MAX_CALL = Duration.ofSeconds(10);
  private static final Duration MIN_CALL = Duration.ofMillis(1);
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);
  private static final int MAX_HEADERS = 100;
  private static final int MAX_HEADER_LENGTH = 8_192;
  private static final int MAX_CONNECTIONS = 200;

  private final ApiOrigin origin;
  private String apiKey = "";
  private final String proxy;
  private final Clock clock;

  /**
   * Takes the time from the system's clock. The beans and kamelets of earlier releases name these
   * two arguments.
   *
   * @param baseUrl {@code m2m.api.base-url}
   * @param proxy the outbound proxy, {@code http://host:port}; empty for none
   */
  public ApiClient(String baseUrl, String proxy) {
    this(baseUrl, proxy, Clock.systemUTC());
  }

  /**
   * @param baseUrl {@code m2m.api.base-url}
   * @param proxy the outbound proxy, {@code http://host:port}; empty for none
   * @param clock gives the time that is left until a deadline
   */
  public ApiClient(String baseUrl, String proxy, Clock clock) {
    this.origin = ApiOrigin.of(baseUrl);
    this.proxy = proxy;
    this.clock = clock;
  }

  /**
   * Sets the key that goes with each request.
   *
   * @param apiKey {@code m2m.api.key}
   * @throws IllegalArgumentException where it was pasted with a mistake
   */
  public void setApiKey(String apiKey) {
    PastedSecret.inKey(apiKey)
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException("the API key " + mistake);
            });
    this.apiKey = apiKey;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .setConnectionManager(connections())
        .disableContentCompression()
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .setUserAgent("m2m-bridge")
        .addExecInterceptorFirst("m2m-api", new KeyAndDeadline());
    if (!proxy.isEmpty()) {
      URI uri = URI.create(proxy);
      client.setProxy(new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()));
    }
  }

  /** Trusts the JDK's certificates, checks the host's name, and limits the response's headers. */
  private static HttpClientConnectionManager connections() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxHeaderCount(MAX_HEADERS)
                        .setMaxLineLength(MAX_HEADER_LENGTH)
                        .build())
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setSocketTimeout(Timeout.of(MAX_CALL))
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(CONNECT_TIMEOUT).build())
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .build();
  }

  private final class KeyAndDeadline implements ExecChainHandler {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      HttpHost target = scope.route.getTargetHost();
      if (!origin.equals(ApiOrigin.of(target.toURI()))) {
        throw new HttpException("not the origin that the API key is for");
      }
      Duration limit = limit(request.getFirstHeader(DEADLINE_HEADER));
      request.removeHeaders(DEADLINE_HEADER);
      request.setHeader("X-API-Key", apiKey);
      scope.clientContext.setRequestConfig(
          RequestConfig.copy(scope.clientContext.getRequestConfigOrDefault())
              .setResponseTimeout(Timeout.of(limit))
              .build());
      // This has no effect once the connection is back in the pool.
      CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
          .execute(scope.execRuntime::discardEndpoint);
      return bounded(chain.proceed(request, scope), scope);
    }

    /** Limits the body, and keeps it from being unpacked: a few bytes could become very many. */
    private static ClassicHttpResponse bounded(
        ClassicHttpResponse response, ExecChain.Scope scope) {
      response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(new BoundedEntity(entity, scope.execRuntime::discardEndpoint));
      }
      return response;
    }

    private Duration limit(@Nullable Header deadline) throws ConnectTimeoutException {
      if (deadline == null) {
        return MAX_CALL;
      }
      Duration left =
          Duration.between(
              clock.instant(), Instant.ofEpochMilli(Long.parseLong(deadline.getValue())));
      if (left.compareTo(MIN_CALL) < 0) {
        throw new ConnectTimeoutException("the deadline has passed");
      }
      return left.compareTo(MAX_CALL) < 0 ? left : MAX_CALL;
    }
  }
}
