package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers' bodies, more than the heap could hold, against the packaged bridge in a small one. */
@Tag("verify")
@Timeout(180)
class BodyMemoryIT {
  private static final int STRANGERS = 900;
  private static final int LENGTH = 262_144;

  @TempDir private Path folder;
  private BridgeLauncher packaged;

  @Test
  void takesWebhooksWhateverStrangersHold() throws Exception {
    packaged =
        BridgeLauncher.packaged(folder)
            .withoutDatabase()
            .withOptions("-Xmx128m", "-XX:+ExitOnOutOfMemoryError");
    List<Socket> strangers = new ArrayList<>();
    try (BridgeProcess bridge = packaged.launch()) {
      bridge.awaitStarted();
      for (int i = 0; i < STRANGERS; i++) {
        strangers.add(holdBody());
        if (i % 100 == 99) {
          assertEquals(200, send(i), "next to " + (i + 1) + " strangers");
        }
      }
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  /** All of a body but its last byte. */
  private Socket holdBody() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), packaged.port());
    String head =
        "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + LENGTH
            + "\r\n\r\n";
    try {
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(new byte[LENGTH - 1]);
    } catch (IOException e) {
      // Refused meanwhile, as it should be.
    }
    return socket;
  }

  private int send(int number) {
    String event = Event.of("link.opened").withText("data.linkId", "link_" + number).toString();
    return packaged.send(event).statusCode();
  }
}
