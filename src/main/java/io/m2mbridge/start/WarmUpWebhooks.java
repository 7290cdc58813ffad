package io.m2mbridge.start;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.webhook.Signature;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Signs webhooks and sends them over several connections, until enough are answered. */
final class WarmUpWebhooks {
  /** Enough for the JVM's first compilers. */
  private static final int ENOUGH = 2_000;

  private static final int CONNECTIONS = 4;
  private static final int TIMEOUT_MILLIS = 2_000;

  private static final String LINK =
      """
      {"event":"link.created","timestamp":"%1$s","data":{"linkId":"warm-up-%2$d",\
      "referenceId":"warm-up","url":"https://example.com/warm-up","status":"created",\
      "expiresAt":"%1$s","createdAt":"%1$s"}}""";

  private static final String OPERATION =
      """
      {"event":"operation.created","timestamp":"%1$s","data":{"operationId":"warm-up-%2$d",\
      "linkId":"warm-up","referenceId":"warm-up","userId":"warm-up","status":"created",\
      "funding":{"method":"card"},"payout":{"method":"bank_account"},"amount":{"send":100.25,\
      "receive":1850.5,"rate":18.505,"fee":3.99,"currency":{"send":"USD","receive":"MXN"}},\
      "createdAt":"%1$s"}}""";

  private final String secret = secretOfItsOwn();
  private final Signature signature = new Signature(secret);
  private volatile long endNanos = Long.MAX_VALUE;

  private static String secretOfItsOwn() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Returns the secret that signs them. */
  String secret() {
    return secret;
  }

  /** Sets when the sending ends, whether or not enough are answered. */
  void endIn(Duration duration) {
    endNanos = System.nanoTime() + duration.toNanos();
  }

  private boolean isTimeUp() {
    long end = endNanos;
    return end != Long.MAX_VALUE && System.nanoTime() - end >= 0;
  }

  /**
   * Sends webhooks to a port of the loopback address.
   *
   * @return how many were sent
   * @throws IOException if one is answered anything but 200, or not within two seconds
   */
  int sendTo(int port) throws IOException {
    int sent = 0;
    List<Socket> sockets = new ArrayList<>();
    List<InputStream> answers = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        answers.add(new BufferedInputStream(socket.getInputStream()));
      }
      for (; sent < ENOUGH && !isTimeUp(); sent += CONNECTIONS) {
        for (int i = 0; i < CONNECTIONS; i++) {
          send(sockets.get(i).getOutputStream(), sent + i);
        }
        for (InputStream answer : answers) {
          receive(answer);
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    return sent;
  }

  private void send(OutputStream out, int number) throws IOException {
    Instant now = Instant.now();
    byte[] body =
        String.format(Locale.ROOT, number % 2 == 0 ? LINK : OPERATION, now, number).getBytes(UTF_8);
    String timestamp = String.valueOf(now.getEpochSecond());
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        String.format(
                Locale.ROOT,
                """
        POST /webhooks/m2m HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        Content-Length: %d\r
        X-M2M-Event: %s\r
        X-M2M-Timestamp: %s\r
        X-M2M-Signature: %s\r
        \r
        """,
                body.length,
                number % 2 == 0 ? "link.created" : "operation.created",
                timestamp,
                signature.sign(timestamp, body))
            .getBytes(US_ASCII));
    request.writeBytes(body);
    request.writeTo(out);
  }

  /** Reads one answer. */
  private static void receive(InputStream in) throws IOException {
    String head = head(in);
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("the answer was " + head.lines().findFirst().orElse("empty"));
    }
    int length =
        head.lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    in.skipNBytes(length);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
