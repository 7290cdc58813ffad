package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged bridge with few files, and strangers that hold more connections than these. */
@Tag("verify")
@Timeout(180)
class FileLimitIT {
  private static final int STRANGERS = 700;
  private static final String GET = "GET / HTTP/1.1\r\nHost: m2m\r\nConnection: close\r\n\r\n";

  @TempDir private Path folder;
  private BridgeLauncher packaged;
  private int port;

  @BeforeEach
  void fillFolder() {
    packaged = BridgeLauncher.packaged(folder).withoutDatabase();
    port = packaged.port();
  }

  private BridgeProcess start(int files) {
    return packaged.withScript("ulimit -n " + files + " && exec \"$@\"").launch();
  }

  @Test
  void refusesToStartWithTooFew() {
    try (BridgeProcess bridge = start(200)) {
      assertEquals(1, bridge.awaitExit());
      assertEquals(1, bridge.stderr().lines().count(), bridge.stderr());
      assertTrue(bridge.stderr().startsWith("m2m-bridge: The limit of open files is 200, "));
    }
  }

  @Test
  void answersAtOnceWhateverStrangersHoldAndTakesWebhooksAfterwards() throws Exception {
    List<Socket> strangers = new ArrayList<>();
    try (BridgeProcess bridge = start(450)) {
      bridge.awaitStarted();
      assertTrue(bridge.stdout().contains("m2m.http.max-connections is lowered from 1000 to "));
      for (int i = 0; i < STRANGERS; i++) {
        strangers.add(stranger());
      }
      // Well before the strangers' time for their headers is over.
      Awaitility.await()
          .atMost(Duration.ofSeconds(4))
          .ignoreExceptions()
          .until(this::answer, "HTTP/1.1 503"::equals);
      for (Socket stranger : strangers) {
        stranger.close();
      }
      Awaitility.await().until(() -> RawConnection.send(port, GET), List.of(404)::equals);
      assertTrue(!bridge.stdout().contains("exceptionCaught"), bridge.stdout());
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private String answer() throws IOException {
    try (Socket more = new Socket(InetAddress.getLoopbackAddress(), port)) {
      more.setSoTimeout(2_000);
      return new String(more.getInputStream().readNBytes(12), US_ASCII);
    }
  }

  private Socket stranger() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.getOutputStream().write("POST / HTTP/1.1\r\n".getBytes(US_ASCII));
    } catch (IOException e) {
      // Refused meanwhile, as it should be.
    }
    return socket;
  }
}
