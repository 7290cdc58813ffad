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
 * Makes header values visible ASCII before they go out over HTTP. Apache's client would send a
 * question mark for each character beyond Latin-1, so that two event keys became one, and a
 * receiver that tells copies by the key would drop money.
 *
 * <p>It stands right before the transport: whichever route makes the call, and however often the
 * client sends it, it is encoded once.
 */
public final class HeaderEncoding implements ExecChainHandler {
  private static final String OURS = "m2m";

  /** In {@code m2mEventKey} over HTTP already. */
  private static final String NOT_OVER_HTTP = "m2mEventKeyEncoded";

  private final Predicate<String> names;
  private final UnaryOperator<String> encoding;

  private HeaderEncoding(Predicate<String> names, UnaryOperator<String> encoding) {
    this.names = names;
    this.encoding = encoding;
  }

  /** For the bridge's own headers, {@code m2m…}: see {@link HeaderText#encode}. */
  static HttpClientConfigurer ofOurs() {
    return client -> add(client, new HeaderEncoding(HeaderEncoding::isOurs, HeaderText::encode));
  }

  /**
   * For a site's own headers. One of visible ASCII, blanks and tabs has always gone out as it is (a
   * token, a URL), and goes on so, whatever {@code %} it has. Any other arrived garbled: it is
   * encoded, {@code %} too, so that decoding it gives what was meant.
   */
  static HttpClientConfigurer ofOthers() {
    return client ->
        add(client, new HeaderEncoding(name -> !isOurs(name), HeaderText::encodeUnlessLegal));
  }

  /**
   * Has all HTTP endpoints of a Camel context encode the bridge's own headers, also those with an
   * {@code httpClientConfigurer} of their own, and in another application, whose headers are left
   * alone.
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

  /** One that must not be encoded again, as when the client answers a 401 with another request. */
  private static final class Encoded extends BasicHeader {
    private static final long serialVersionUID = 1;

    Encoded(String name, String value) {
      super(name, value);
    }
  }
}
