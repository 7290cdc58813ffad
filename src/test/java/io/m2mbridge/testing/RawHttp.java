package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * HTTP/1.1 as it is written on the wire, for requests that a proper client refuses to send. Each
 * request has a connection of its own.
 */
public final class RawHttp {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /** What came back before the server closed the connection. */
  public record Answer(int status, List<String> headers, String body) {
    /** The value of a header; null when it is missing. */
    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * Sends a request with a {@code Content-Length} and {@code Connection: close}.
   *
   * @param requestLine {@code POST /webhooks/m2m HTTP/1.1}, say
   * @param headers whole lines, {@code Name: value}
   */
  public Answer send(String requestLine, List<String> headers, byte[] body) {
    return exchange(head(requestLine, headers, "Content-Length: " + body.length), body);
  }

  /** Sends a request whose body comes in chunks of a size. */
  public Answer sendChunked(String requestLine, List<String> headers, byte[] body, int chunk) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += chunk) {
      byte[] next = Arrays.copyOfRange(body, at, Math.min(at + chunk, body.length));
      chunks.writeBytes((Integer.toHexString(next.length) + "\r\n").getBytes(ISO_8859_1));
      chunks.writeBytes(next);
      chunks.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    return exchange(head(requestLine, headers, "Transfer-Encoding: chunked"), chunks.toByteArray());
  }

  private static byte[] head(String requestLine, List<String> headers, String framing) {
    StringBuilder head = new StringBuilder(requestLine).append("\r\nHost: localhost\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    return head.append(framing)
        .append("\r\nConnection: close\r\n\r\n")
        .toString()
        .getBytes(ISO_8859_1);
  }

  private Answer exchange(byte[] head, byte[] body) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(head);
      try {
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // It may answer, and close, before it has read all of it.
      }
      return parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, read);
      }
    } catch (java.net.SocketException e) {
      // Reset after the answer: what came before it counts.
    }
    return all.toString(ISO_8859_1);
  }

  private static Answer parse(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalStateException("no HTTP answer: " + answer);
    }
    List<String> lines = List.of(answer.substring(0, end).split("\r\n"));
    return new Answer(
        Integer.parseInt(lines.get(0).split(" ")[1]),
        lines.subList(1, lines.size()),
        answer.substring(end + 4));
  }
}
