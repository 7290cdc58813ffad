package io.m2mbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on the loopback interface that never answers, in one way or another. */
public final class StuckServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  private StuckServer(int backlog) {
    try {
      server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It takes connections, and says nothing. */
  public static StuckServer silent() {
    return dripping(new byte[0], 0);
  }

  /**
   * It says something to each connection, and then one byte every 50 ms.
   *
   * @param bytes how many of them
   */
  public static StuckServer dripping(byte[] first, int bytes) {
    StuckServer stuck = new StuckServer(50);
    Thread thread = new Thread(() -> stuck.accept(first, bytes), "stuck-server");
    thread.setDaemon(true);
    thread.start();
    return stuck;
  }

  /** It takes no connection: its backlog is full, so that nobody hears of it. */
  public static StuckServer blackHole() {
    StuckServer stuck = new StuckServer(1);
    try {
      while (true) {
        Socket socket = new Socket();
        stuck.sockets.add(socket);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stuck.port()), 300);
      }
    } catch (SocketTimeoutException e) {
      return stuck;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(byte[] first, int bytes) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread thread = new Thread(() -> drip(socket, first, bytes), "stuck-connection");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void drip(Socket socket, byte[] first, int bytes) {
    try {
      socket.getOutputStream().write(first);
      for (int i = 0; i < bytes && !end.await(50, TimeUnit.MILLISECONDS); i++) {
        socket.getOutputStream().write(' ');
      }
    } catch (IOException e) {
      // the other side has given up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How many have connected. */
  public int connections() {
    return sockets.size();
  }

  /** Without a scheme: {@code 127.0.0.1:4711}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
