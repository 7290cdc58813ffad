package io.m2mbridge.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.webhook.Signature;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Webhooks as fast as they are answered, by bare sockets, which leave the CPU to the bridge. */
final class Load {
  private static final int CONNECTIONS = 64;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Load() {}

  /** A new event. */
  static String body() {
    int number = NUMBER.incrementAndGet();
    return "{\"event\":\"link.created\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{\"linkId\":\"link_"
        + number
        + "\",\"referenceId\":\"user_"
        + number
        + "\",\"status\":\"created\"}}";
  }

  /**
   * Sends for so long.
   *
   * @return how many were answered 200; any other answer is an error
   */
  static int run(URI target, Duration time) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      long end = System.nanoTime() + time.toNanos();
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        counts.add(threads.submit(() -> send(target, end)));
      }
      int sum = 0;
      for (Future<Integer> count : counts) {
        sum += count.get();
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  private static int send(URI target, long end) throws IOException {
    Signature signature = new Signature(Bridge.SECRET);
    int count = 0;
    try (Socket socket = new Socket(target.getHost(), target.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(request(target, signature));
        String answer = answer(in);
        if (!answer.startsWith("HTTP/1.1 200")) {
          throw new IOException(answer);
        }
        count++;
      }
    }
    return count;
  }

  private static byte[] request(URI target, Signature signature) {
    String body = body();
    String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
    return ("POST "
            + target.getPath()
            + " HTTP/1.1\r\nHost: bridge\r\nContent-Type: application/json\r\nX-M2M-Event: link.created\r\n"
            + "X-M2M-Timestamp: "
            + timestamp
            + "\r\nX-M2M-Signature: "
            + signature.sign(timestamp, body.getBytes(UTF_8))
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(US_ASCII);
  }

  /** Reads one answer to its end, whose length is given. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    in.readNBytes(length);
    return head.toString();
  }
}
