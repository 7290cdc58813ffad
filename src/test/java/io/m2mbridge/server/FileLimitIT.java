package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final int port = Bridge.freePort();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void fillFolder() {
    BridgeProcess.copyRoutes(folder);
    environment.put("M2M_WEBHOOK_SECRET", Bridge.SECRET);
    environment.put("M2M_DELIVERIES_REPOSITORY", "caffeine");
    environment.put("M2M_FORWARD_DEFAULT", "file:taken");
    environment.put("M2M_HTTP_HOST", "127.0.0.1");
    environment.put("M2M_HTTP_PORT", String.valueOf(port));
    environment.put("M2M_MANAGEMENT_PORT", String.valueOf(Bridge.freePort()));
  }

  private BridgeProcess start(int files) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = Path.of("target", "m2m-bridge.jar").toAbsolutePath().toString();
    String script = "ulimit -n " + files + " && exec \"$0\" -jar \"$1\"";
    return BridgeProcess.command(
        folder, folder, environment, List.of("bash", "-c", script, java, jar));
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
