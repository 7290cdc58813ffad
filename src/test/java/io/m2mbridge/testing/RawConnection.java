package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Any bytes on a connection, and whatever comes back until it is closed. */
public final class RawConnection {
  private static final int TIMEOUT_MILLIS = 20_000;

  /** Nothing follows an answer for so long where the connection is kept. */
  private static final int QUIET_MILLIS = 700;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

  private RawConnection() {}

  /**
   * Sends the bytes, and waits for the answers.
   *
   * @return the statuses that came back, in order; empty where it was closed without any
   */
  public static List<Integer> send(int port, byte[] bytes) {
    return statuses(exchange(port, bytes, false));
  }

  public static List<Integer> send(int port, String text) {
    return send(port, text.getBytes(ISO_8859_1));
  }

  /** Sends the text, and shuts this half of the connection. */
  public static List<Integer> sendAndShut(int port, String text) {
    return statuses(exchange(port, text.getBytes(ISO_8859_1), true));
  }

  /** Sends the bytes and closes at once, whatever comes back. */
  public static void sendAndGo(int port, String text) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> statuses(String answers) {
    List<Integer> statuses = new ArrayList<>();
    for (MatchResult match : STATUS.matcher(answers).results().toList()) {
      statuses.add(Integer.valueOf(match.group(1)));
    }
    return statuses;
  }

  private static String exchange(int port, byte[] bytes, boolean shut) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(bytes);
      if (shut) {
        socket.shutdownOutput();
      }
      byte[] buffer = new byte[8192];
      for (int read = socket.getInputStream().read(buffer);
          read >= 0;
          read = socket.getInputStream().read(buffer)) {
        all.write(buffer, 0, read);
        socket.setSoTimeout(QUIET_MILLIS);
      }
    } catch (SocketTimeoutException e) {
      if (all.size() == 0) {
        throw new IllegalStateException("neither answered nor closed", e);
      }
    } catch (SocketException e) {
      // Reset: what came before it counts.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString(ISO_8859_1);
  }
}
