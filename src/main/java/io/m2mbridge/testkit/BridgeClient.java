package io.m2mbridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends requests to a bridge on two free ports. A failed connection is an {@link
 * UncheckedIOException}.
 */
public abstract class BridgeClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final int LOWEST_PORT = 10_000;

  /** Linux gives clients the ports from here on. */
  private static final int FIRST_PORT_OF_CLIENTS = 32_768;

  /** The ports that were given in this JVM. */
  private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

  private final int port = freePort();
  private final int managementPort = freePort();

  protected BridgeClient() {}

  /**
   * A port that was free a moment ago, and another one with each call. It is below those that the
   * system gives to clients, so that none of them takes it before a bridge listens.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, FIRST_PORT_OF_CLIENTS);
      try (ServerSocket socket = new ServerSocket(port)) {
        if (DRAWN.add(socket.getLocalPort())) {
          return port;
        }
      } catch (IOException e) {
        if (!(e instanceof BindException)) {
          throw new UncheckedIOException(e);
        }
        // Somebody listens there: draw again.
      }
    }
  }

  /** The port of the webhooks. */
  public final int port() {
    return port;
  }

  /** The port of the management listener. */
  public final int managementPort() {
    return managementPort;
  }

  /** The address of the webhooks. */
  public final URI webhooks() {
    return URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
  }

  /** Signs a body now, as M2M does, and sends it. */
  public final HttpResponse<String> send(String body) {
    return send(Webhook.of(body).to(webhooks()));
  }

  /** Sends any request. */
  public final HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** GETs a path of the management listener, for example {@code /observe/health}. */
  public final HttpResponse<String> manage(String path) {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    return send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build());
  }
}
