package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final int port = Bridge.freePort();

  @Test
  void takesWebhooksWhateverStrangersHold() throws Exception {
    BridgeProcess.copyRoutes(folder);
    List<Socket> strangers = new ArrayList<>();
    List<String> heap = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    Map<String, String> environment =
        Map.of(
            "M2M_WEBHOOK_SECRET",
            Bridge.SECRET,
            "M2M_DELIVERIES_REPOSITORY",
            "caffeine",
            "M2M_FORWARD_DEFAULT",
            "file:taken",
            "M2M_HTTP_HOST",
            "127.0.0.1",
            "M2M_HTTP_PORT",
            String.valueOf(port),
            "M2M_MANAGEMENT_PORT",
            String.valueOf(Bridge.freePort()));
    try (BridgeProcess bridge = BridgeProcess.start(folder, heap, environment)) {
      bridge.awaitStarted();
      for (int i = 0; i < STRANGERS; i++) {
        strangers.add(holdBody());
        if (i % 100 == 99) {
          assertEquals(200, send(i), "beside " + (i + 1) + " strangers");
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
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
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

  private int send(int number) throws IOException, InterruptedException {
    String event = Events.of("link.opened").withText("data.linkId", "link_" + number).toString();
    URI webhooks = URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(Webhook.of(event).to(webhooks), BodyHandlers.ofString());
    return answer.statusCode();
  }
}
