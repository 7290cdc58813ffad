package io.m2mbridge.jdbc;

import io.m2mbridge.failure.Failures;
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
 * A connection that cancels on the server what it waits for, shortly before its network timeout
 * ends. A call that was cancelled fails, whatever the server says: a commit whose wait for a
 * standby is cancelled is reported as a success, and is durable on that one server only. Without a
 * network timeout nothing is cancelled, because the connection isn't given up either.
 */
final class CancellingConnection implements InvocationHandler {
  /** The SQLSTATE of a statement that was cancelled. */
  static final String QUERY_CANCELED = "57014";

  /** How long before the network timeout: a second, or a fifth of a timeout below five seconds. */
  private static final int GRACE_MILLIS = 1_000;

  /** Methods of a connection that wait for the server. */
  private static final Set<String> ASKING =
      Set.of("commit", "rollback", "setAutoCommit", "setSavepoint", "releaseSavepoint");

  /**
   * The function of PostgreSQL that waits for standbys. Its messages are in the server's language.
   */
  private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

  private final Connection connection;
  private final Runnable onDead;
  private volatile boolean isWaiting;

  /** What such a connection can be asked for, so that it isn't wrapped twice. */
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
   * @param onDead run when the server didn't answer in time, not even to the cancellation
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
    if (ASKING.contains(name)) {
      return inTime(call, connection::getWarnings);
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
              ? inTime(call, statement::getWarnings)
              : call.run();
        });
  }

  private @Nullable Object inTime(Call call, Warnings warnings) throws Throwable {
    int timeout = connection.getNetworkTimeout();
    if (timeout == 0) {
      return replicated(call, warnings);
    }
    CompletableFuture<Void> limit = new CompletableFuture<>();
    CompletableFuture<Void> cancelled =
        limit
            .completeOnTimeout(
                null, timeout - Math.min(GRACE_MILLIS, timeout / 5), TimeUnit.MILLISECONDS)
            .thenRunAsync(this::cancel, CancellingConnection::inThread);
    isWaiting = true;
    try {
      Object result = replicated(call, warnings);
      if (!limit.cancel(false)) {
        throw new SQLException("cancelled, as it took too long", QUERY_CANCELED);
      }
      return result;
    } catch (SQLException e) {
      if (Failures.find(e, SocketTimeoutException.class) != null) {
        onDead.run();
      } else if (!limit.cancel(false)) {
        // Or it could hit the connection's next statement.
        cancelled.join();
      }
      throw e;
    } finally {
      isWaiting = false;
      limit.cancel(false);
    }
  }

  /** Whoever cancelled the wait: what only this server has may be lost with it. */
  private @Nullable Object replicated(Call call, Warnings warnings) throws Throwable {
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

  /** By a connection of its own, which needs no free session on the server. */
  private void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      // It is closed, so that the server has nothing more to cancel.
    }
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "m2m-cancel");
    thread.setDaemon(true);
    thread.start();
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
