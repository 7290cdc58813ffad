package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.webhook.Signature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One connection by HTTPS, which is kept for any number of webhooks. It trusts anyone. */
public final class TlsClient implements AutoCloseable {
  private final SSLSocket socket;

  /**
   * Connects, and shakes hands.
   *
   * @param protocols {@code TLSv1.3}, say
   */
  public TlsClient(int port, String... protocols) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, null);
      socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    socket.setSoTimeout(20_000);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
  }

  public String protocol() {
    return socket.getSession().getProtocol();
  }

  public X509Certificate certificate() throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** Signs a webhook now, sends it, and gives the status of the answer. */
  public int send(String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String head =
        "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m.test\r\nContent-Type: application/json\r\n"
            + ("X-M2M-Timestamp: " + timestamp + "\r\nX-M2M-Signature: ")
            + new Signature(Bridge.SECRET).sign(timestamp, bytes)
            + ("\r\nContent-Length: " + bytes.length + "\r\n\r\n");
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    socket.getOutputStream().write(bytes);
    return readAnswer();
  }

  /** Each answer here ends with "OK", or has no body. */
  private int readAnswer() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (!answer.toString(ISO_8859_1).endsWith("\r\n\r\nOK")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + answer);
      }
      answer.write(next);
    }
    return Integer.parseInt(answer.toString(ISO_8859_1).split(" ")[1]);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
