package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a receiver answers, the simulator prints its report and nothing else. */
@Tag("verify")
class HostileReceiverTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK";

  /** Each is the whole answer to a connection, which is then closed. */
  private static final List<String> ANSWERS =
      List.of(
          "",
          "\0\1\2 garbage \r\n\r\n",
          "SSH-2.0-OpenSSH_9.2\r\n",
          "HTTP/1.1 abc OK\r\n\r\n",
          "HTTP/1.1 99999 Too far\r\ncontent-length: 0\r\n\r\n",
          "HTTP/1.1 -1 Before\r\ncontent-length: 0\r\n\r\n",
          "HTTP/9.9 200 OK\r\n\r\n",
          "HTTP/2.0 200 OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
          "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
          "HTTP/1.1 200 OK\r\ncontent-length: ten\r\n\r\nOK",
          "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nOK",
          "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nOK",
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n",
          "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope",
          "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\ncut off",
          "HTTP/1.1 200 OK\r\nx-large: " + "x".repeat(100_000) + "\r\n\r\n",
          "HTTP/1.1 200 " + "x".repeat(100_000) + "\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n" + OK,
          "HTTP/1.1 100 Continue\r\n\r\n".repeat(50) + OK,
          "HTTP/1.1 102 Processing\r\n\r\n" + OK,
          "HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n" + OK,
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n\0\0\0",
          "HTTP/1.1 301 Moved\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n",
          "HTTP/1.1 307 Again\r\nlocation: /webhooks/m2m\r\ncontent-length: 0\r\n\r\n",
          "HTTP/1.1 302 Found\r\nlocation: \0\1:::\r\ncontent-length: 0\r\n\r\n",
          "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nset-cookie: =;;;=\r\ncontent-length: 2\r\n\r\nOK",
          OK + OK + OK,
          OK + "\0\1\2 garbage \r\n\r\n",
          "HTTP/1.0 200 OK\r\n\r\nno length",
          "HTTP/1.1 200\r\n\r\n",
          "\r\n\r\n" + OK);

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger next = new AtomicInteger();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private interface Answer {
    void to(Socket connection) throws IOException, InterruptedException;
  }

  private void answer(Answer answer) {
    threads.execute(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket connection = server.accept();
              threads.execute(() -> answerOne(connection, answer));
            } catch (IOException e) {
              return; // the end of the test
            }
          }
        });
  }

  private static void answerOne(Socket connection, Answer answer) {
    try (connection) {
      answer.to(connection);
    } catch (IOException | InterruptedException e) {
      // the simulator has cut it off
    }
  }

  /** Reads a webhook as far as its body begins. */
  private static void readHead(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    StringBuilder head = new StringBuilder();
    for (int read = in.read(); read >= 0 && head.indexOf("\r\n\r\n") < 0; read = in.read()) {
      head.append((char) read);
    }
  }

  private static void write(Socket connection, String bytes) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
  }

  private JsonNode simulate(String scheme, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "simulate",
                "--json",
                "--port=" + Bridge.freePort(),
                "--url=" + scheme + "://127.0.0.1:" + server.getLocalPort() + "/webhooks/m2m",
                "--journey=open,send,cancel",
                "--speed=60000",
                "--patience=0",
                "--timeout=300ms",
                "--no-replies"));
    all.addAll(List.of(options));
    try (BridgeProcess process =
        BridgeLauncher.fromSource(folder).launch(all.toArray(String[]::new))) {
      int exitCode = process.awaitExit();
      assertEquals("", process.stderr());
      assertEquals(1, process.stdout().lines().count(), process.stdout());
      JsonNode report = EventTemplates.JSON.readTree(process.stdout());
      assertTrue(exitCode == 2 || exitCode == 4, exitCode + ": " + report);
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void printsItsReportAloneWhateverTheAnswer(String scheme) {
    answer(
        connection -> {
          int number = next.getAndIncrement() % (ANSWERS.size() + 4);
          switch (number - ANSWERS.size()) {
            case 0 -> connection.setSoLinger(true, 0); // closed by a reset
            case 1 -> {
              readHead(connection);
              connection.setSoLinger(true, 0);
            }
            case 2 -> {
              for (char each : OK.toCharArray()) {
                write(connection, String.valueOf(each));
                Thread.sleep(50);
              }
            }
            case 3 -> Thread.sleep(1_000);
            default -> {
              readHead(connection);
              write(connection, ANSWERS.get(number));
            }
          }
        });

    JsonNode report = simulate(scheme, "--links=20");

    assertTrue(report.path("attempts").asInt() > 2 * ANSWERS.size(), report.toString());
    assertEquals(scheme.equals("http"), report.path("acknowledged").asInt() > 0, report.toString());
    assertTrue(report.path("notTaken").size() > 1, report.toString());
  }
}
