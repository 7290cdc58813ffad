package io.m2mbridge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Certificates;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testing.TlsClient;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook listener by HTTPS, and what becomes of its certificate while it runs. */
@Tag("verify")
@Timeout(60)
class TlsTest {
  private static final Duration RENEWED = Duration.ofSeconds(20);
  @TempDir private static Path folder;
  private static Certificates first;
  private static Certificates second;
  private static Path current;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    first = Certificates.make(folder.resolve("first"), "-keyalg", "Ed25519");
    second = Certificates.make(folder.resolve("second"), "-keyalg", "EC");
    current = folder.resolve("current");
    first.linkAs(current);
    bridge =
        Bridge.start(
            Map.of(
                "m2m.http.tls.certificate", current.resolve("tls.crt").toString(),
                "m2m.http.tls.key", current.resolve("tls.key").toString()));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static String event() {
    return Event.of("link.opened").toString();
  }

  private static X509Certificate offered() throws IOException {
    try (TlsClient client = new TlsClient(bridge.port())) {
      return client.certificate();
    }
  }

  private static void awaitOffered(Certificates which) {
    Awaitility.await()
        .atMost(RENEWED)
        .pollInterval(Duration.ofMillis(5))
        .until(TlsTest::offered, which.x509()::equals);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takesWebhooksBy(String protocol) throws IOException {
    try (TlsClient client = new TlsClient(bridge.port(), protocol)) {
      assertEquals(protocol, client.protocol());
      assertEquals(200, client.send(event()));
    }
  }

  @Test
  void refusesTls11() throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    // A handshake of 47 bytes: a hello of TLS 1.1, with a random, two suites and no compression.
    hello.writeBytes(new byte[] {22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 2});
    hello.writeBytes(new byte[33]);
    hello.writeBytes(new byte[] {0, 4, (byte) 0xC0, 0x13, 0, 0x2F, 1, 0});
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(hello.toByteArray());
      byte[] alert = socket.getInputStream().readNBytes(7);

      assertEquals(21, alert[0]);
      assertEquals(70, alert[6]);
    }
  }

  @Test
  void closesPlainHttp() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: m2m\r\n\r\n".getBytes("US-ASCII"));
      byte[] answer = socket.getInputStream().readAllBytes();

      assertTrue(answer.length == 0 || answer[0] == 21);
    }
  }

  @Test
  void closesWhoNeverShakesHandsAndWhoSaysNothingThen() throws IOException {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), bridge.port());
        TlsClient shaken = new TlsClient(bridge.port())) {
      silent.setSoTimeout(15_000);

      assertEquals(-1, silent.getInputStream().read());
      assertEquals(-1, shaken.in().read());
    }
  }

  /** The one of the two that isn't in use. */
  private static Certificates other() throws IOException {
    return first.x509().equals(offered()) ? second : first;
  }

  @Test
  void takesUpARenewedCertificateAndKeepsConnections() throws IOException {
    try (TlsClient kept = new TlsClient(bridge.port())) {
      assertEquals(200, kept.send(event()));
      X509Certificate old = kept.certificate();
      Certificates renewed = other();
      renewed.linkAs(current);
      awaitOffered(renewed);

      assertEquals(200, kept.send(event()));
      assertEquals(old, kept.certificate());
    }
  }

  @Test
  void keepsTheOldWhereTheNewIsInvalid() throws IOException {
    X509Certificate old = offered();
    Certificates renewed = other();
    Certificates mixed = Certificates.make(folder.resolve("mixed"), "-keyalg", "RSA");
    Files.copy(renewed.certificate(), mixed.certificate(), StandardCopyOption.REPLACE_EXISTING);
    try (LogLines log = LogLines.capture()) {
      mixed.linkAs(current);
      Awaitility.await().atMost(RENEWED).until(() -> log.with("stays in use").size() == 1);
      assertEquals(1, log.with("is not the key of the first certificate").size());
      assertEquals(old, offered());
      renewed.linkAs(current);
      awaitOffered(renewed);
    }
  }

  @Test
  void readsPkcs12() throws IOException {
    try (Bridge other =
            Bridge.start(
                Map.of(
                    "m2m.http.tls.key-store",
                    first.keyStore().toString(),
                    "m2m.http.tls.key-store-password",
                    Certificates.PASSWORD));
        TlsClient client = new TlsClient(other.port())) {
      assertEquals(first.x509(), client.certificate());
      assertEquals(200, client.send(event()));
    }
  }

  @Test
  void startsWithNoneThatDoesNotFit() {
    assertThrows(
        IllegalStateException.class,
        () ->
            Bridge.start(
                Map.of(
                    "m2m.http.tls.certificate", first.certificate().toString(),
                    "m2m.http.tls.key", second.key().toString())));
  }
}
