package io.m2mbridge.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cable to a TCP port of this machine, which a test can pull out. A client that connects to its
 * port is connected to the target, until it is cut or stalled.
 */
public final class TcpProxy implements AutoCloseable {
  private enum State {
    FORWARDING,
    CUT,
    STALLED
  }

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object changed = new Object();
  private State state = State.FORWARDING;
  private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /**
   * @param target the port on the loopback interface to forward to
   */
  public TcpProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept, "accept");
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Resets every connection, and each new one as soon as it is made. */
  public void cut() {
    become(State.CUT);
    closeConnections();
  }

  /**
   * Lets nothing through any more, and says nothing: connections stay open, new ones are taken, and
   * no byte arrives, as when a cable is out.
   */
  public void stall() {
    become(State.STALLED);
  }

  /**
   * Lets nothing more through on the connections of now, and says nothing, as a firewall that
   * forgot them; new ones are forwarded.
   */
  public void forget() {
    synchronized (changed) {
      forgotten.addAll(sockets);
    }
  }

  /**
   * Forwards what was stalled, and goes on: what stood still for a while, and comes back as it was.
   */
  public void resume() {
    become(State.FORWARDING);
  }

  /**
   * Forwards new connections again. Those that were stalled are reset, as a server that came back
   * doesn't know them.
   */
  public void restore() {
    closeConnections();
    become(State.FORWARDING);
  }

  @Override
  public void close() {
    synchronized (changed) {
      closed = true;
      changed.notifyAll();
    }
    close(server);
    closeConnections();
  }

  private void become(State next) {
    synchronized (changed) {
      state = next;
      changed.notifyAll();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        start(() -> connect(client), "connect");
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void connect(Socket client) {
    try {
      awaitForwarding(client);
      Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(there);
      start(() -> pump(client, there), "up");
      pump(there, client);
    } catch (IOException e) {
      reset(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitForwarding(from);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One end is gone: so is the other.
    }
    reset(from);
    reset(to);
  }

  /** Returns once bytes may go on; throws when they never will on this connection. */
  private void awaitForwarding(Socket socket) throws IOException {
    synchronized (changed) {
      while ((state == State.STALLED || forgotten.contains(socket))
          && !closed
          && !socket.isClosed()) {
        try {
          changed.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }
      if (state != State.FORWARDING || closed || socket.isClosed()) {
        throw new IOException("cut");
      }
    }
  }

  private void closeConnections() {
    sockets.forEach(this::reset);
    synchronized (changed) {
      changed.notifyAll();
    }
  }

  private void reset(Socket socket) {
    sockets.remove(socket);
    forgotten.remove(socket);
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close(socket);
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // There is nothing left to close.
    }
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, "tcp-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
