package io.m2mbridge.crash;

import io.m2mbridge.crash.KillPoint.Moment;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a bridge and PostgreSQL, and knows each statement that passes. A trap is set at a
 * {@link KillPoint}: the session that reaches it runs the trap's action, and is closed then without
 * the message that it held. The bridge must connect with {@code sslmode=disable}.
 */
final class StatementProxy implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 64 << 20;

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Trap trap;

  private static final class Trap {
    private final KillPoint point;
    private final AtomicInteger toPass;
    private final Runnable action;
    private final boolean isClosing;
    private final CountDownLatch sprung = new CountDownLatch(1);

    private Trap(KillPoint point, int toPass, Runnable action, boolean isClosing) {
      this.point = point;
      this.toPass = new AtomicInteger(toPass);
      this.action = action;
      this.isClosing = isClosing;
    }
  }

  /**
   * @param target PostgreSQL's port on the loopback interface
   */
  StatementProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept, "accept");
  }

  int port() {
    return server.getLocalPort();
  }

  /**
   * Sets a trap, in place of any other.
   *
   * @param toPass how often the point may be passed before it springs
   * @param action run by the session that reaches the point, once
   */
  void setTrap(KillPoint point, int toPass, Runnable action) {
    trap = new Trap(point, toPass, action, true);
  }

  /**
   * Holds the first session that reaches a point, and lets it go on after that.
   *
   * @param action run by the session; the session goes on when it ends
   */
  void hold(KillPoint point, Runnable action) {
    trap = new Trap(point, 0, action, false);
  }

  /** Whether the trap has sprung within a time; its action has ended then. */
  boolean awaitSprung(long time, TimeUnit unit) {
    try {
      return trap.sprung.await(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs the trap's action where the trap is for this moment of this statement. */
  private void pass(Moment moment, String sql) throws IOException {
    Trap set = trap;
    if (set != null && set.point.is(moment, sql) && set.toPass.getAndDecrement() == 0) {
      set.action.run();
      set.sprung.countDown();
      if (set.isClosing) {
        throw new IOException("killed at " + set.point);
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        start(() -> connect(client), "session");
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(database);
      client.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
      StatementLog log = new StatementLog();
      Thread up = start(() -> pump(client, database, new Requests(log)), "up");
      pump(database, client, new Answers(log));
      up.join();
      sockets.remove(database);
    } catch (IOException e) {
      // One end is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  /** What is seen of the messages in one direction. */
  private interface Watch {
    /** Reads the first message where it is of another form than all later ones. */
    void begin(DataInputStream in, DataOutputStream out) throws IOException;

    void before(char type, byte[] message) throws IOException;

    void after(char type) throws IOException;
  }

  private static void pump(Socket from, Socket to, Watch watch) {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream()));
      watch.begin(in, out);
      out.flush();
      for (int type = in.read(); type >= 0; type = in.read()) {
        byte[] message = message(in);
        watch.before((char) type, message);
        out.write(type);
        out.writeInt(message.length + Integer.BYTES);
        out.write(message);
        if (in.available() == 0) {
          out.flush();
        }
        watch.after((char) type);
      }
    } catch (IOException e) {
      // One end is gone, or a trap has sprung: so is the other.
    }
  }

  /** A message after its type: its length, which counts itself, and the rest. */
  private static byte[] message(DataInputStream in) throws IOException {
    int length = in.readInt() - Integer.BYTES;
    if (length < 0 || length > LARGEST_MESSAGE) {
      throw new IOException("not PostgreSQL's protocol");
    }
    return in.readNBytes(length);
  }

  private final class Requests implements Watch {
    private final StatementLog log;

    private Requests(StatementLog log) {
      this.log = log;
    }

    @Override
    public void begin(DataInputStream in, DataOutputStream out) throws IOException {
      byte[] startup = message(in);
      out.writeInt(startup.length + Integer.BYTES);
      out.write(startup);
    }

    @Override
    public void before(char type, byte[] message) throws IOException {
      String sql = log.request(type, message);
      if (sql != null) {
        pass(Moment.HELD_BACK, sql);
      }
    }

    /** With a Sync, or a simple query, the database sets to work. */
    @Override
    public void after(char type) throws IOException {
      if (type == 'S' || type == 'Q') {
        for (String sql : log.underWay()) {
          pass(Moment.UNDER_WAY, sql);
        }
      }
    }
  }

  private final class Answers implements Watch {
    private final StatementLog log;

    private Answers(StatementLog log) {
      this.log = log;
    }

    @Override
    public void begin(DataInputStream in, DataOutputStream out) {
      // Its first message is as all others.
    }

    @Override
    public void before(char type, byte[] message) throws IOException {
      for (String sql : log.answer(type, message)) {
        pass(Moment.COMMITTED, sql);
      }
    }

    @Override
    public void after(char type) {
      // Nothing to see.
    }
  }

  @Override
  public void close() {
    sockets.forEach(StatementProxy::close);
    close(server);
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // There is nothing left to close.
    }
  }

  private static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, "statement-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
