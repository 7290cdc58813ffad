package io.m2mbridge.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The ceiling: Vert.x with nothing above it. The event loops verify and read; one writer thread
 * stores whatever waits in one statement, one commit, and then each is answered.
 */
public final class RawVertx {
  private static final int MOST_AT_ONCE = 1000;
  private static final String STORE =
      """
      INSERT INTO webhooks (event_key, event, signature, signed_at, body)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[])
      ON CONFLICT (event_key) DO NOTHING
      RETURNING event_key""";

  private static final BlockingQueue<Waiting> QUEUE = new LinkedBlockingQueue<>();

  private record Waiting(SignedWebhook webhook, Context loop, HttpServerRequest request) {
    String key() {
      return webhook.key();
    }

    void answer(int status, String outcome) {
      loop.runOnContext(
          now ->
              request
                  .response()
                  .setStatusCode(status)
                  .putHeader("Content-Type", "text/plain")
                  .putHeader("Outcome", outcome)
                  .end("OK"));
    }
  }

  public static void main(String[] args) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            System.getenv("JDBC_URL"), System.getenv("PGUSER"), System.getenv("PGPASSWORD"));
    Thread writer = new Thread(() -> write(connection), "writer");
    writer.start();
    Vertx.vertx()
        .deployVerticle(
            Receiver::new,
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onFailure(
            e -> {
              e.printStackTrace();
              System.exit(1);
            });
  }

  private static final class Receiver extends AbstractVerticle {
    @Override
    public void start() {
      vertx
          .createHttpServer()
          .requestHandler(request -> request.body().onSuccess(body -> receive(request, body)))
          .listen(Integer.parseInt(System.getenv("PORT")), "127.0.0.1");
    }

    private void receive(HttpServerRequest request, Buffer body) {
      if (request.method() != HttpMethod.POST || !request.path().equals("/webhooks/m2m")) {
        request.response().setStatusCode(404).end();
        return;
      }
      SignedWebhook webhook =
          SignedWebhook.read(
              request.getHeader("X-M2M-Timestamp"),
              request.getHeader("X-M2M-Signature"),
              body.getBytes());
      if (webhook == null) {
        request.response().setStatusCode(401).end("Unauthorized");
        return;
      }
      QUEUE.add(new Waiting(webhook, context, request));
    }
  }

  private static void write(Connection connection) {
    List<Waiting> batch = new ArrayList<>();
    while (true) {
      try {
        batch.add(QUEUE.take());
        QUEUE.drainTo(batch, MOST_AT_ONCE - 1);
        batch.sort(Comparator.comparing(Waiting::key));
        Set<String> stored = store(connection, batch);
        batch.forEach(w -> w.answer(200, stored.remove(w.key()) ? "accepted" : "duplicate"));
      } catch (SQLException e) {
        e.printStackTrace();
        batch.forEach(w -> w.answer(503, "unavailable"));
      } catch (InterruptedException e) {
        return;
      }
      batch.clear();
    }
  }

  /** Commits the batch (auto-commit: one statement is one transaction); the keys that were new. */
  private static Set<String> store(Connection connection, List<Waiting> batch)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(STORE)) {
      var webhooks = batch.stream().map(Waiting::webhook).toList();
      text(connection, insert, 1, webhooks.stream().map(SignedWebhook::key).toArray());
      text(connection, insert, 2, webhooks.stream().map(SignedWebhook::event).toArray());
      text(connection, insert, 3, webhooks.stream().map(SignedWebhook::signature).toArray());
      insert.setArray(
          4,
          connection.createArrayOf(
              "bigint", webhooks.stream().map(SignedWebhook::signedAt).toArray()));
      insert.setArray(
          5,
          connection.createArrayOf(
              "bytea", webhooks.stream().map(SignedWebhook::body).toArray(byte[][]::new)));
      Set<String> stored = new HashSet<>();
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          stored.add(rows.getString(1));
        }
      }
      return stored;
    }
  }

  private static void text(
      Connection connection, PreparedStatement insert, int index, Object[] values)
      throws SQLException {
    insert.setArray(index, connection.createArrayOf("text", values));
  }

  private RawVertx() {}
}
