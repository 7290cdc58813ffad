package io.m2mbridge.start;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Signs webhooks and sends them over several connections, until enough are answered. */
final class WarmUpWebhooks {
  /** Enough for the JVM's first compilers. */
  private static final int ENOUGH = 2_000;

  private static final int CONNECTIONS = 4;
  private static final int TIMEOUT_MILLIS = 2_000;

  private static final String LINK =
      """
      {"event":"link.created","timestamp":"%1$s","data":{"linkId":"warm-up-NUMBER",\
      "referenceId":"warm-up","url":"https://example.com/warm-up","status":"created",\
      "expiresAt":"%1$s","createdAt":"%1$s"}}""";

  private static final String OPERATION =
      """
      {"event":"operation.created","timestamp":"%1$s","data":{"operationId":"warm-up-NUMBER",\
      "linkId":"warm-up","referenceId":"warm-up","userId":"warm-up","status":"created",\
      "funding":{"method":"card"},"payout":{"method":"bank_account"},"amount":{"send":100.25,\
      "receive":1850.5,"rate":18.505,"fee":3.99,"currency":{"send":"USD","receive":"MXN"}},\
      "createdAt":"%1$s"}}""";

  private static final byte[] STATUS_200 = "HTTP/1.1 200 ".getBytes(US_ASCII);

  /** The end of the head, and the body of each answer 200. */
  private static final byte[] END_OF_200 = "\r\n\r\nOK".getBytes(US_ASCII);

  private static final int ANSWER_BYTES = 1_024;

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
    Instant now = Instant.now();
    String timestamp = String.valueOf(now.getEpochSecond());
    String link = LINK.formatted(now);
    String operation = OPERATION.formatted(now);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
      }
      for (; sent < ENOUGH && !isTimeUp(); sent += CONNECTIONS) {
        for (int i = 0; i < CONNECTIONS; i++) {
          boolean isLink = i % 2 == 0;
          send(
              sockets.get(i),
              isLink ? "link.created" : "operation.created",
              timestamp,
              (isLink ? link : operation).replace("NUMBER", String.valueOf(sent + i)));
        }
        for (Socket socket : sockets) {
          receive(socket.getInputStream());
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    return sent;
  }

  /** Formats nothing and reads many bytes at once, so that the JVM compiles little for it. */
  private void send(Socket socket, String event, String timestamp, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    String head =
        "POST /webhooks/m2m HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
            + ("\r\nContent-Length: " + body.length)
            + ("\r\nX-M2M-Event: " + event)
            + ("\r\nX-M2M-Timestamp: " + timestamp)
            + ("\r\nX-M2M-Signature: " + signature.sign(timestamp, body))
            + "\r\n\r\n";
    socket.getOutputStream().write((head + text).getBytes(UTF_8));
  }

  /** Reads one answer. */
  private static void receive(InputStream in) throws IOException {
    byte[] answer = new byte[ANSWER_BYTES];
    int length = 0;
    do {
      int read = in.read(answer, length, ANSWER_BYTES - length);
      length += Math.max(0, read);
      if (read <= 0 || (length >= STATUS_200.length && !has(STATUS_200, answer, 0, length))) {
        throw new IOException(
            "the answer was "
                + new String(answer, 0, length, US_ASCII).lines().findFirst().orElse("empty"));
      }
    } while (!has(END_OF_200, answer, length - END_OF_200.length, length));
  }

  /** Whether an answer of a length has these bytes at a place. */
  private static boolean has(byte[] bytes, byte[] answer, int from, int length) {
    int to = from + bytes.length;
    return from >= 0 && to <= length && Arrays.equals(bytes, 0, bytes.length, answer, from, to);
  }
}
