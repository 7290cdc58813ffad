package io.m2mbridge.crash;

import io.m2mbridge.testing.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the nodes as a Kubernetes Service does: each new connection goes to the next one
 * whose readiness probe succeeds, and stays there for as long as it lasts. No request is looked at,
 * and none is sent a second time.
 */
final class Balancer implements Target, AutoCloseable {
  private static final Duration PROBE = Duration.ofMillis(250);

  private final List<Node> nodes;
  private final Set<Node> ready = ConcurrentHashMap.newKeySet();
  private final Set<Node> out = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
  private final ServerSocket server;

  Balancer(List<Node> nodes) {
    this.nodes = nodes;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    probe();
    probes.scheduleWithFixedDelay(
        this::probe, PROBE.toMillis(), PROBE.toMillis(), TimeUnit.MILLISECONDS);
    start(this::accept);
  }

  @Override
  public URI webhooks() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/webhooks/m2m");
  }

  @Override
  public boolean serves() {
    return true;
  }

  /** Sends it nothing new, whatever its probe says, as to a pod that is being deleted. */
  void takeOut(Node node) {
    out.add(node);
  }

  /** Sends to it again once its probe succeeds. */
  void putIn(Node node) {
    out.remove(node);
  }

  /** Whether new connections may go to it. */
  boolean sendsTo(Node node) {
    return ready.contains(node) && !out.contains(node);
  }

  private void probe() {
    for (Node node : nodes) {
      if (node.isReady()) {
        ready.add(node);
      } else {
        ready.remove(node);
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        start(() -> connect(client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void connect(Socket client) {
    List<Node> able = nodes.stream().filter(this::sendsTo).toList();
    try {
      if (able.isEmpty()) {
        throw new IOException("no node is ready");
      }
      Node node = able.get(Math.floorMod(turn.getAndIncrement(), able.size()));
      Socket there = new Socket(InetAddress.getLoopbackAddress(), node.port());
      sockets.add(there);
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
      Thread up = start(() -> pump(client, there));
      pump(there, client);
      up.join();
      close(there);
      close(client);
    } catch (IOException e) {
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One end's close is the other's: what was sent before it arrives. */
  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  private void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close(socket);
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left to close.
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "balancer");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    probes.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List.copyOf(sockets).forEach(this::close);
  }
}
