package io.m2mbridge.outbound;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Encodes header values as visible ASCII before they are sent over HTTP. Apache's client would send
 * a question mark for each character beyond Latin-1. Two event keys could then become equal, and a
 * receiver that finds duplicates by the key would drop a payment.
 *
 * <p>It runs directly before the transport. So each value is encoded once, whichever route makes
 * the call, and however often the client sends it.
 */
public final class HeaderEncoding implements ExecChainHandler {
  private static final String OURS = "m2m";

  /** Not sent over HTTP, where {@code m2mEventKey} has the same value. */
  private static final String NOT_OVER_HTTP = "m2mEventKeyEncoded";

  private final Predicate<String> names;
  private final UnaryOperator<String> encoding;

  private HeaderEncoding(Predicate<String> names, UnaryOperator<String> encoding) {
    this.names = names;
    this.encoding = encoding;
  }

  /** Encodes the bridge's own headers, {@code m2m…}, by {@link PercentEncoding#encode}. */
  static HttpClientConfigurer ofOurs() {
    return client ->
        add(client, new HeaderEncoding(HeaderEncoding::isOurs, PercentEncoding::encode));
  }

  /**
   * Encodes a site's own headers. A value of visible ASCII, blanks and tabs, such as a token or a
   * URL, is sent unchanged, even where it has a {@code %}: earlier releases sent it so. Any other
   * value would arrive garbled, so it is encoded, including each {@code %}.
   */
  static HttpClientConfigurer ofOthers() {
    return client ->
        add(client, new HeaderEncoding(name -> !isOurs(name), PercentEncoding::encodeUnlessLegal));
  }

  /**
   * Makes all HTTP endpoints of a Camel context encode the bridge's own headers, including
   * endpoints with an {@code httpClientConfigurer} of their own. Other headers are not changed,
   * because the context may belong to another application.
   */
  public static EndpointStrategy forEndpoints() {
    return (uri, endpoint) -> encoding(endpoint);
  }

  private static Endpoint encoding(Endpoint endpoint) {
    if (endpoint instanceof HttpEndpoint http) {
      CompositeHttpConfigurer both = new CompositeHttpConfigurer();
      both.addConfigurer(http.getHttpClientConfigurer());
      both.addConfigurer(ofOurs());
      http.setHttpClientConfigurer(both);
    }
    return endpoint;
  }

  private static void add(HttpClientBuilder client, HeaderEncoding encoding) {
    client.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "m2m-headers", encoding);
  }

  private static boolean isOurs(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(OURS);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Header[] headers = request.getHeaders();
    boolean isChanged = false;
    for (int i = 0; i < headers.length; i++) {
      Header encoded = encode(headers[i]);
      isChanged |= encoded != headers[i];
      headers[i] = encoded;
    }
    if (isChanged) {
      request.setHeaders(headers);
    }
    if (names.test(NOT_OVER_HTTP)) {
      request.removeHeaders(NOT_OVER_HTTP);
    }
    return chain.proceed(request, scope);
  }

  private Header encode(Header header) {
    String value = header.getValue();
    if (value == null || header instanceof Encoded || !names.test(header.getName())) {
      return header;
    }
    String encoded = encoding.apply(value);
    return encoded.equals(value) ? header : new Encoded(header.getName(), encoded);
  }

  /**
   * A header that must not be encoded again. The client sends the same headers twice where it
   * answers a 401 with another request.
   */
  private static final class Encoded extends BasicHeader {
    private static final long serialVersionUID = 1;

    Encoded(String name, String value) {
      super(name, value);
    }
  }
}
