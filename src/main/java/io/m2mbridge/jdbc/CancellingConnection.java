package io.m2mbridge.jdbc;

import io.m2mbridge.failure.Causes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * A connection that cancels its statement on the server shortly before its network timeout ends. A
 * call that was cancelled fails, even if the server reports success: PostgreSQL does so for a
 * commit whose wait for a standby was cancelled, and which is durable on one server only. Without a
 * network timeout nothing is cancelled, because the connection isn't closed either.
 */
final class CancellingConnection implements InvocationHandler {
  /** The SQLSTATE of a statement that was cancelled. */
  static final String QUERY_CANCELED = "57014";

  /**
   * How long before the network timeout the statement is cancelled. It is a fifth of the timeout
   * where that is less.
   */
  private static final int GRACE_MILLIS = 1_000;

  /** Methods of a connection that wait for the server. */
  private static final Set<String> WAITING_METHODS =
      Set.of("commit", "rollback", "setAutoCommit", "setSavepoint", "releaseSavepoint");

  /**
   * The C function of PostgreSQL that waits for standbys. A warning names it; the warning's text
   * depends on the server's language.
   */
  private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

  private final Connection connection;
  private final Runnable onDead;
  private volatile boolean isWaiting;

  /** Marks a wrapped connection, so that it isn't wrapped twice. */
  interface Marker {}

  private interface Call {
    @Nullable Object run() throws Throwable;
  }

  private interface Warnings {
    @Nullable SQLWarning get() throws SQLException;
  }

  private CancellingConnection(Connection connection, Runnable onDead) {
    this.connection = connection;
    this.onDead = onDead;
  }

  /**
   * Wraps a connection.
   *
   * @param onDead run where the server did not answer before the network timeout, in spite of the
   *     cancellation
   */
  static Connection of(Connection connection, Runnable onDead) {
    return (Connection)
        Proxy.newProxyInstance(
            CancellingConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class, Marker.class},
            new CancellingConnection(connection, onDead));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Call call = () -> call(connection, method, arguments);
    String name = method.getName();
    if (WAITING_METHODS.contains(name)) {
      return withCancel(call, connection::getWarnings);
    }
    if (name.equals("abort") && isWaiting) {
      cancel();
    }
    Object result = call.run();
    if (name.equals("isValid") && Boolean.FALSE.equals(result)) {
      onDead.run();
    }
    return result instanceof Statement statement
        ? statement(statement, method.getReturnType())
        : result;
  }

  private Object statement(Statement statement, Class<?> type) {
    return Proxy.newProxyInstance(
        CancellingConnection.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          Call call = () -> call(statement, method, arguments);
          return method.getName().startsWith("execute")
              ? withCancel(call, statement::getWarnings)
              : call.run();
        });
  }

  private @Nullable Object withCancel(Call call, Warnings warnings) throws Throwable {
    int timeout = connection.getNetworkTimeout();
    if (timeout == 0) {
      return requireReplicated(call, warnings);
    }
    // Completed with false in time. To cancel it would cost more than a short statement, because
    // the exceptions of a cancelled future hold the stack.
    CompletableFuture<Boolean> isOver = new CompletableFuture<>();
    CompletableFuture<Void> cancelled =
        isOver
            .completeOnTimeout(
                true, timeout - Math.min(GRACE_MILLIS, timeout / 5), TimeUnit.MILLISECONDS)
            .thenCompose(late -> late ? cancelInThread() : CompletableFuture.completedFuture(null));
    isWaiting = true;
    try {
      Object result = requireReplicated(call, warnings);
      if (!isOver.complete(false)) {
        throw new SQLException("cancelled, because it took too long", QUERY_CANCELED);
      }
      return result;
    } catch (SQLException e) {
      if (Causes.find(e, SocketTimeoutException.class) != null) {
        onDead.run();
      } else if (!isOver.complete(false)) {
        // Otherwise the cancellation could arrive during the connection's next statement.
        cancelled.join();
      }
      throw e;
    } finally {
      isWaiting = false;
      isOver.complete(false);
    }
  }

  /**
   * Fails where the wait for a standby was cancelled, by whatever client. A commit that only one
   * server has is lost with that server.
   */
  private @Nullable Object requireReplicated(Call call, Warnings warnings) throws Throwable {
    Object result = call.run();
    for (SQLWarning next = warnings.get(); next != null; next = next.getNextWarning()) {
      ServerErrorMessage message =
          next instanceof PSQLWarning warning ? warning.getServerErrorMessage() : null;
      if (message != null && WAIT_FOR_STANDBY.equals(message.getRoutine())) {
        connection.clearWarnings();
        throw new SQLException("committed on one server only", QUERY_CANCELED);
      }
    }
    return result;
  }

  /** Cancels over another connection, which needs no free session on the server. */
  private void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      // The connection is closed: the server has nothing to cancel.
    }
  }

  private CompletableFuture<Void> cancelInThread() {
    return CompletableFuture.runAsync(
        this::cancel,
        task -> {
          Thread thread = new Thread(task, "m2m-cancel");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
