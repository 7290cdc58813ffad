package io.m2mbridge.reply;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.StuckServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An API that means harm, or is broken; it writes to a socket what it likes. */
@Timeout(60)
class ApiClientHostileTest {
  private static final long FAR_TOO_MUCH = 2_000_000_000L;
  private static final long WHAT_BUFFERS_HOLD = 30_000_000L;

  private interface Answer {
    void to(OutputStream out) throws IOException;
  }

  private record Answered(int status, byte[] body) {}

  private final AtomicLong sent = new AtomicLong();
  private ServerSocket server;
  private volatile Thread thread;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    if (thread != null) {
      thread.join(10_000);
    }
  }

  private void answers(Answer answer) {
    thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[8192]);
                  answer.to(socket.getOutputStream());
                } catch (IOException e) {
                  // what a client does that has enough
                }
              }
            });
    thread.start();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private void repeat(OutputStream out, String text) throws IOException {
    byte[] bytes = ascii(text.repeat(1 + 8192 / text.length()));
    while (sent.get() < FAR_TOO_MUCH) {
      out.write(bytes);
      sent.addAndGet(bytes.length);
    }
  }

  private String origin(String scheme) {
    return scheme + "://127.0.0.1:" + server.getLocalPort();
  }

  private Answered put(String origin) throws IOException {
    return put(origin, Instant.now().plusSeconds(60));
  }

  private static Answered put(String origin, Instant deadline) throws IOException {
    HttpClientBuilder builder = HttpClientBuilder.create();
    new ApiClient(origin, "").configureHttpClient(builder);
    try (CloseableHttpClient client = builder.build()) {
      HttpPut request = new HttpPut(origin + "/partner/data-requests/a");
      request.setHeader(ApiClient.DEADLINE_HEADER, String.valueOf(deadline.toEpochMilli()));
      return client.execute(
          request,
          answer ->
              new Answered(
                  answer.getCode(),
                  answer.getEntity() == null
                      ? new byte[0]
                      : EntityUtils.toByteArray(answer.getEntity())));
    }
  }

  private void assertStoppedEarly() {
    assertTrue(sent.get() < WHAT_BUFFERS_HOLD, sent::toString);
  }

  @Test
  void readsSoMuchOfAnEndlessBody() throws Exception {
    answers(
        out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
          repeat(out, "{\"a\":");
        });
    Answered answered = put(origin("http"));

    assertEquals(200, answered.status());
    assertEquals(BoundedEntity.MAX_BYTES, answered.body().length);
    assertStoppedEarly();
  }

  @Test
  void readsSoMuchOfAChunkedBody() throws Exception {
    answers(
        out -> {
          out.write(ascii("HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n"));
          repeat(out, "5\r\n{\"a\":\r\n");
        });
    Answered answered = put(origin("http"));

    assertEquals(409, answered.status());
    assertEquals(BoundedEntity.MAX_BYTES, answered.body().length);
    assertStoppedEarly();
  }

  @Test
  void believesNoLengthOfAHugeBody() throws Exception {
    answers(
        out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n"));
          repeat(out, " ");
        });

    assertEquals(BoundedEntity.MAX_BYTES, put(origin("http")).body().length);
    assertStoppedEarly();
  }

  @Test
  void unpacksNothing() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[20_000_000]);
    }
    answers(
        out -> {
          out.write(
              ascii(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + packed.size()
                      + "\r\n\r\n"));
          out.write(packed.toByteArray());
        });

    assertEquals(
        Math.min(packed.size(), BoundedEntity.MAX_BYTES), put(origin("http")).body().length);
  }

  @Test
  void givesUpEndlesslyManyHeaders() {
    answers(
        out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n"));
          repeat(out, "X-More: of it\r\n");
        });

    assertThrows(IOException.class, () -> put(origin("http")));
    assertStoppedEarly();
  }

  @Test
  void givesUpAnEndlessHeader() {
    answers(
        out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nX-Long: "));
          repeat(out, "x");
        });

    assertThrows(IOException.class, () -> put(origin("http")));
    assertStoppedEarly();
  }

  @Test
  void givesUpWhatIsNoHttp() {
    answers(out -> repeat(out, "no HTTP at all\r\n"));

    assertThrows(IOException.class, () -> put(origin("http")));
    assertStoppedEarly();
  }

  /** Interim answers are read as they come, until the time is over. */
  @Test
  void givesUpEndlesslyManyInterimAnswers() {
    answers(out -> repeat(out, "HTTP/1.1 102 Processing\r\n\r\n"));

    Instant start = Instant.now();
    assertThrows(IOException.class, () -> put(origin("http")));
    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 20);
  }

  @Test
  void givesUpATlsHandshakeThatDoesNotCome() {
    Instant start = Instant.now();

    assertThrows(IOException.class, () -> put(origin("https")));
    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 8);
  }

  /** Each byte comes in time, and the whole never does. */
  @Test
  void givesUpATlsHandshakeThatDripsAtTheDeadline() {
    byte[] handshakeOf16KiB = {0x16, 3, 3, 0x3f, (byte) 0xff};
    try (StuckServer stuck = StuckServer.dripping(handshakeOf16KiB, 1_000)) {
      Instant deadline = Instant.now().plusMillis(500);

      assertThrows(IOException.class, () -> put("https://" + stuck.address(), deadline));
      assertTrue(Duration.between(deadline, Instant.now()).toSeconds() < 8);
    }
  }
}
